/*
 * Who holds a connection: the epoll (armed once, EPOLLONESHOT), the thread that was woken by it, or the list of the
 * parked (half a request has come; the timer gives them back to the epoll). Only the holder touches it. The list of
 * all connections is for the end, when the threads are gone and main() closes what is left.
 */
#include "http/fcgi_loop.h"

#include "base/log.h"
#include "http/frame.h"
#include "http/listener.h"

#include <assert.h>
#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	PARK_MS = 10,          /* how often half a request is looked at again */
	FULL_PAUSE_MS = 20,    /* out of descriptors: let others finish */
	LAST_REQUEST_MS = 500, /* a connection made just before the drain may still be about to send its request */
	LEFT_UNREAD_MAX = 64 << 20 /* of a body whose answer did not want it */
};

struct connection {
	struct connection *next, *previous; /* of all */
	struct connection *next_parked;
	FCGX_Request fcgx;
	int64_t half_since_ms; /* steady; 0: no half request is waiting */
	atomic_bool armed;     /* in the epoll; who is woken takes it from there */
	bool served;           /* at least one request */
	bool abandoned;        /* the answer was cut */
};

struct loop {
	const struct fcgi_loop *options;
	struct listener listener;
	int epoll_fd, wake_fd, timer_fd;
	atomic_bool draining;
	pthread_mutex_t lock; /* of the two lists */
	struct connection *connections, *parked;
};

struct thread {
	struct loop *loop;
	struct worker *worker;
	pthread_t id;
	uint8_t peeked[FRAME_MAX_BYTES];
};

/* ---- connections ---- */

static void connection_forget(struct loop *loop, struct connection *connection)
{
	(void)pthread_mutex_lock(&loop->lock);
	if (connection->next)
		connection->next->previous = connection->previous;
	if (connection->previous)
		connection->previous->next = connection->next;
	else
		loop->connections = connection->next;
	(void)pthread_mutex_unlock(&loop->lock);
	free(connection);
}

static void connection_close(struct loop *loop, struct connection *connection)
{
	(void)close(connection->fcgx.ipcFd);
	connection_forget(loop, connection);
}

static void connection_arm(struct loop *loop, struct connection *connection, int operation)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.ptr = connection};
	int fd = connection->fcgx.ipcFd; /* once armed, the connection is another thread's */

	atomic_store_explicit(&connection->armed, true, memory_order_release);
	if (epoll_ctl(loop->epoll_fd, operation, fd, &event) != 0)
		connection_close(loop, connection);
}

static void connection_new(struct loop *loop, int fd)
{
	struct timeval reads = {.tv_sec = FCGI_READ_TIMEOUT_MS / 1000};
	struct timeval writes = {.tv_sec = FCGI_WRITE_TIMEOUT_MS / 1000};
	struct connection *connection = calloc(1, sizeof *connection);

	if (!connection)
		abort();
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &reads, sizeof reads);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &writes, sizeof writes);
	(void)FCGX_InitRequest(&connection->fcgx, -1, 0);
	connection->fcgx.ipcFd = fd;
	(void)pthread_mutex_lock(&loop->lock);
	connection->next = loop->connections;
	if (connection->next)
		connection->next->previous = connection;
	loop->connections = connection;
	(void)pthread_mutex_unlock(&loop->lock);
	connection_arm(loop, connection, EPOLL_CTL_ADD);
}

/* Takes one waiting connection; false when there is none. */
static bool accept_one(struct loop *loop)
{
	int fd = accept4(loop->listener.fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		connection_new(loop, fd);
		return true;
	}
	if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
		log_event(LOG_ERROR, "accept", LOG_STR("error", strerror(errno)));
		(void)poll(NULL, 0, FULL_PAUSE_MS);
	}
	return false;
}

/* ---- half requests ---- */

static void connection_park(struct loop *loop, struct connection *connection)
{
	struct itimerspec soon = {.it_value.tv_nsec = PARK_MS * 1000000L};
	int64_t now_ms = clock_steady_ms();

	if (connection->half_since_ms == 0)
		connection->half_since_ms = now_ms;
	if (now_ms - connection->half_since_ms > FCGI_READ_TIMEOUT_MS) {
		connection_close(loop, connection);
		return;
	}
	(void)pthread_mutex_lock(&loop->lock);
	connection->next_parked = loop->parked;
	loop->parked = connection;
	(void)pthread_mutex_unlock(&loop->lock);
	(void)timerfd_settime(loop->timer_fd, 0, &soon, NULL);
}

static void unpark_all(struct loop *loop)
{
	struct connection *connection, *next;
	uint64_t ticks;

	(void)!read(loop->timer_fd, &ticks, sizeof ticks);
	(void)pthread_mutex_lock(&loop->lock);
	connection = loop->parked;
	loop->parked = NULL;
	(void)pthread_mutex_unlock(&loop->lock);
	for (; connection; connection = next) {
		next = connection->next_parked;
		connection_arm(loop, connection, EPOLL_CTL_MOD);
	}
}

/* ---- one request ---- */

static size_t exchange_read(void *peer, void *room, size_t bytes)
{
	struct connection *connection = peer;
	size_t taken = 0;

	while (taken < bytes) {
		size_t wanted = bytes - taken < 1 << 20 ? bytes - taken : 1 << 20;
		int got = FCGX_GetStr((char *)room + taken, (int)wanted, connection->fcgx.in);
		if (got <= 0)
			break;
		taken += (size_t)got;
	}
	return taken;
}

static bool exchange_write(void *peer, const void *bytes, size_t length)
{
	struct connection *connection = peer;
	const char *from = bytes;

	while (length > 0) {
		size_t step = length < 1 << 20 ? length : 1 << 20;
		if (FCGX_PutStr(from, (int)step, connection->fcgx.out) != (int)step)
			return false;
		from += step;
		length -= step;
	}
	return true;
}

static void exchange_abandon(void *peer)
{
	((struct connection *)peer)->abandoned = true;
}

/* Reads what the answer did not want, up to the end-of-body record, or the next request would begin with it. */
static void skip_rest(struct connection *connection)
{
	char waste[4096];
	int64_t skipped = 0;
	int got;

	while ((got = FCGX_GetStr(waste, sizeof waste, connection->fcgx.in)) > 0) {
		skipped += got;
		if (skipped > LEFT_UNREAD_MAX) {
			connection->abandoned = true;
			return;
		}
	}
}

/* libfcgi is told to keep the connection in any case: its own closing waits for the peer. */
static void finish(struct loop *loop, struct connection *connection)
{
	bool keep = connection->fcgx.keepConnection && !atomic_load(&loop->draining);

	connection->fcgx.keepConnection = 1;
	if (connection->abandoned) {
		FCGX_Free(&connection->fcgx, 0);
		connection_close(loop, connection);
		return;
	}
	FCGX_Finish_r(&connection->fcgx);
	if (connection->fcgx.ipcFd < 0)
		connection_forget(loop, connection);
	else if (keep)
		connection_arm(loop, connection, EPOLL_CTL_MOD);
	else
		connection_close(loop, connection);
}

static void serve_request(struct thread *thread, struct connection *connection)
{
	struct exchange exchange = {
		.peer = connection, .read = exchange_read, .write = exchange_write, .abandon = exchange_abandon};

	connection->half_since_ms = 0;
	connection->fcgx.keepConnection = 1; /* so that libfcgi reads on instead of accepting */
	if (FCGX_Accept_r(&connection->fcgx) != 0) {
		connection_forget(thread->loop, connection);
		return;
	}
	connection->served = true;
	exchange.params = connection->fcgx.envp;
	worker_serve(thread->worker, &exchange);
	if (!connection->abandoned)
		skip_rest(connection);
	finish(thread->loop, connection);
}

/* A connection is readable: a request, half of one, or its end. */
static void serve_connection(struct thread *thread, struct connection *connection, uint32_t events)
{
	ssize_t waiting =
		recv(connection->fcgx.ipcFd, thread->peeked, sizeof thread->peeked, MSG_PEEK | MSG_DONTWAIT);

	if (waiting < 0 && (errno == EAGAIN || errno == EINTR)) {
		connection_arm(thread->loop, connection, EPOLL_CTL_MOD);
		return;
	}
	if (waiting <= 0) {
		connection_close(thread->loop, connection);
		return;
	}
	switch (frame_inspect(thread->peeked, (size_t)waiting)) {
	case FRAME_COMPLETE:
		serve_request(thread, connection);
		break;
	case FRAME_PARTIAL:
		if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
			connection_close(thread->loop, connection);
		else
			connection_park(thread->loop, connection);
		break;
	case FRAME_BAD:
		log_event(LOG_WARN, "bad_frame", LOG_INT("bytes", waiting));
		connection_close(thread->loop, connection);
		break;
	}
}

/* What its last holder wrote is visible from here on. */
static void take_connection(struct thread *thread, struct connection *connection, uint32_t events)
{
	bool was_armed = atomic_exchange_explicit(&connection->armed, false, memory_order_acquire);

	assert(was_armed);
	serve_connection(thread, connection, events);
}

/* ---- threads ---- */

/* False when the event was only the wake-up, which stays readable for all threads. */
static bool handle(struct thread *thread, const struct epoll_event *event)
{
	struct loop *loop = thread->loop;

	if (event->data.ptr == &loop->wake_fd)
		return false;
	if (event->data.ptr == &loop->listener)
		(void)accept_one(loop);
	else if (event->data.ptr == &loop->timer_fd)
		unpark_all(loop);
	else
		take_connection(thread, event->data.ptr, event->events);
	return true;
}

static void *thread_main(void *context)
{
	struct thread *thread = context;
	struct loop *loop = thread->loop;
	struct epoll_event events[2];
	bool busy = true;

	while (!atomic_load(&loop->draining))
		if (epoll_wait(loop->epoll_fd, events, 1, -1) == 1)
			(void)handle(thread, &events[0]);
	while (busy) { /* what had arrived before the drain; two events, since one is always the wake-up */
		int count = epoll_wait(loop->epoll_fd, events, 2, 0);
		busy = false;
		for (int i = 0; i < count; i++)
			busy |= handle(thread, &events[i]);
	}
	return NULL;
}

static struct thread *threads_new(struct loop *loop, size_t count)
{
	struct thread *threads = calloc(count, sizeof *threads);

	if (!threads)
		abort();
	for (size_t i = 0; i < count; i++) {
		threads[i].loop = loop;
		threads[i].worker = worker_new(loop->options->service);
	}
	return threads;
}

static void threads_free(struct thread *threads, size_t count)
{
	for (size_t i = 0; i < count; i++)
		worker_free(threads[i].worker);
	free(threads);
}

/* ---- start and end ---- */

void fcgi_loop_block_signals(void)
{
	sigset_t signals;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGHUP);
	(void)sigaddset(&signals, SIGUSR1);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

static void wait_for_signal(void)
{
	sigset_t signals;
	int received;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigwait(&signals, &received);
}

static enum rc watch(struct loop *loop, int fd, void *tag, uint32_t events, struct fault *fault)
{
	struct epoll_event event = {.events = events, .data.ptr = tag};

	if (fd < 0 || epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
		return fault_set(fault, RC_UNAVAILABLE, "epoll", "cannot watch a descriptor: %s", strerror(errno));
	return RC_OK;
}

static enum rc loop_open(struct loop *loop, struct fault *fault)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	loop->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	TRY(watch(loop, loop->wake_fd, &loop->wake_fd, EPOLLIN, fault));
	TRY(watch(loop, loop->timer_fd, &loop->timer_fd, EPOLLIN | EPOLLEXCLUSIVE, fault));
	TRY(listener_open(loop->options->socket_path, &loop->listener, fault));
	return watch(loop, loop->listener.fd, &loop->listener, EPOLLIN | EPOLLEXCLUSIVE, fault);
}

static void loop_close(struct loop *loop)
{
	if (loop->listener.fd >= 0)
		listener_close(&loop->listener);
	(void)close(loop->timer_fd);
	(void)close(loop->wake_fd);
	(void)close(loop->epoll_fd);
	(void)pthread_mutex_destroy(&loop->lock);
}

/* Nobody new finds us, everybody who waits is let in, and every thread learns of it. */
static void begin_drain(struct loop *loop)
{
	uint64_t one = 1;

	listener_unlink(&loop->listener);
	while (accept_one(loop))
		;
	(void)epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, loop->listener.fd, NULL);
	atomic_store(&loop->draining, true);
	(void)!write(loop->wake_fd, &one, sizeof one);
}

/* The threads are gone: serves what came in at the last moment, closes the rest. */
static void end_drain(struct loop *loop, struct thread *thread)
{
	int64_t deadline_ms = clock_steady_ms() + LAST_REQUEST_MS;

	while (accept_one(loop))
		;
	while (loop->connections) {
		struct connection *connection = loop->connections;
		struct pollfd readable = {.fd = connection->fcgx.ipcFd, .events = POLLIN};
		int64_t left_ms = deadline_ms - clock_steady_ms();
		bool waiting = !connection->served && left_ms > 0;

		if (poll(&readable, 1, waiting ? (int)left_ms : 0) == 1 && connection->half_since_ms == 0)
			serve_connection(thread, connection, EPOLLRDHUP);
		else
			connection_close(loop, connection);
	}
}

/* Starts as many threads as it can; fewer than asked for is a failure. */
static enum rc run_threads(struct loop *loop, struct thread *threads, size_t count, struct fault *fault)
{
	size_t started = 0;
	enum rc rc = RC_OK;

	while (started < count && pthread_create(&threads[started].id, NULL, thread_main, &threads[started]) == 0)
		started++;
	if (started < count) {
		rc = fault_set(fault, RC_UNAVAILABLE, "threads", "cannot start %zu threads", count);
	} else {
		if (loop->options->ready)
			loop->options->ready(loop->options->context);
		wait_for_signal();
		log_event(LOG_INFO, "draining");
	}
	begin_drain(loop);
	while (started > 0)
		(void)pthread_join(threads[--started].id, NULL);
	end_drain(loop, &threads[0]);
	return rc;
}

enum rc fcgi_loop_run(const struct fcgi_loop *options, struct fault *fault)
{
	struct loop loop = {.options = options, .listener.fd = -1, .lock = PTHREAD_MUTEX_INITIALIZER};
	size_t count = (size_t)options->threads;
	struct thread *threads;
	enum rc rc;

	fcgi_loop_block_signals();
	(void)setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "50", 1); /* on errors it waits for the peer; 2 s is too long */
	if (FCGX_Init() != 0)
		return fault_set(fault, RC_BROKEN, "libfcgi", "libfcgi cannot be initialised");
	rc = loop_open(&loop, fault);
	if (rc == RC_OK) {
		threads = threads_new(&loop, count);
		rc = run_threads(&loop, threads, count, fault);
		threads_free(threads, count);
	}
	loop_close(&loop);
	return rc;
}
