/*
 * fcgi_loop — FastCGI over a Unix socket, scheduled by readiness.
 *
 * nginx keeps many connections open and uses few at a time, so a thread per connection would leave new ones without
 * any. Here one epoll holds the listener and every kept connection; a thread that wakes accepts, or serves exactly
 * one request and gives the connection back. Before libfcgi sees a request its begin and parameter records are looked
 * at in the socket's queue (frame.h): only complete and well-formed ones are handed over, so half a request holds no
 * thread and an absurd length costs nothing.
 *
 * Promises: SIGTERM or SIGINT drains: the socket's path goes away, what was accepted or already sent is served, idle
 * connections are closed, fcgi_loop_run() returns RC_OK. No request that reached us is lost.
 * Refuses: to start on a path where another process answers, or that is not a socket; one sentence says so. A peer
 * that stalls in the middle of a body or an answer loses its connection after the time-outs below.
 * Owns: listener, epoll, threads, connections.
 * Threads: called from main(), before any other thread exists: it blocks signals for all of them.
 */
#pragma once

#include "base/fault.h"
#include "http/service.h"

enum {
	FCGI_READ_TIMEOUT_MS = 10000, /* between two pieces of a body; also for a request that came in half */
	FCGI_WRITE_TIMEOUT_MS = 30000,
};

struct fcgi_loop {
	const char *socket_path;
	int64_t threads;
	const struct service *service;
	void (*ready)(void *context); /* called once the socket answers; NULL: nobody wants to know */
	void *context;
};

/* Blocks SIGTERM, SIGINT, SIGHUP and SIGUSR1 for this thread and all it starts, ignores SIGPIPE. */
void fcgi_loop_block_signals(void);

/* Serves until a signal. RC_UNAVAILABLE with one sentence when it cannot start. */
enum rc fcgi_loop_run(const struct fcgi_loop *loop, struct fault *fault) MUST_CHECK;
