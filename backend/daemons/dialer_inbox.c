#include "daemons/dialer_inbox.h"

#include "base/log.h"
#include "store/follow.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { MESSAGES_MAX = 4096 };

struct inbox {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t room;
	struct inbox_message messages[MESSAGES_MAX];
	size_t first, count;
	bool changed;
	atomic_bool stop;
	int wake_fd;
	int descriptor;
};

void inbox_wake(struct inbox *inbox)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&inbox->lock);
	inbox->changed = true;
	pthread_mutex_unlock(&inbox->lock);
	if (write(inbox->wake_fd, &one, sizeof one) != sizeof one)
		return; /* it is awake already */
}

static void put(struct inbox *inbox, const struct inbox_message *message)
{
	pthread_mutex_lock(&inbox->lock);
	while (inbox->count == MESSAGES_MAX && !atomic_load(&inbox->stop))
		pthread_cond_wait(&inbox->room, &inbox->lock);
	if (inbox->count < MESSAGES_MAX)
		inbox->messages[(inbox->first + inbox->count++) % MESSAGES_MAX] = *message;
	pthread_mutex_unlock(&inbox->lock);
}

bool inbox_take(struct inbox *inbox, struct inbox_message *message)
{
	bool found;

	pthread_mutex_lock(&inbox->lock);
	found = inbox->count > 0;
	if (found) {
		*message = inbox->messages[inbox->first];
		inbox->first = (inbox->first + 1) % MESSAGES_MAX;
		inbox->count--;
		pthread_cond_signal(&inbox->room);
	}
	pthread_mutex_unlock(&inbox->lock);
	return found;
}

bool inbox_changed(struct inbox *inbox)
{
	bool changed;

	pthread_mutex_lock(&inbox->lock);
	changed = inbox->changed;
	inbox->changed = false;
	pthread_mutex_unlock(&inbox->lock);
	return changed;
}

void inbox_wait(struct inbox *inbox, int64_t wait_ms)
{
	struct pollfd wakers[] = {{.fd = inbox->wake_fd, .events = POLLIN},
	                          {.fd = inbox->descriptor, .events = POLLIN}};
	uint64_t drained;

	if (wait_ms < 0)
		wait_ms = 0;
	(void)poll(wakers, 2, wait_ms > INT32_MAX ? INT32_MAX : (int)wait_ms);
	if (wakers[0].revents && read(inbox->wake_fd, &drained, sizeof drained) < 0)
		return; /* somebody was quicker: nothing is lost, the queue is what counts */
}

/* ---- the follower ---- */

static void on_fact(struct inbox *inbox, const bson_t *row)
{
	struct inbox_message message = {.kind = INBOX_HEARD,
	                                .call_id = wire_get_id(row, "data.call_id"),
	                                .n = wire_get_int(row, "data.n", 0),
	                                .text_length = wire_get_int(row, "data.text_length", 0)};
	const char *fact = wire_get_text(row, "data.fact");

	if (fact && call_fact_parse(fact, &message.fact))
		put(inbox, &message);
}

static void on_call(struct inbox *inbox, const bson_t *row)
{
	static const struct {
		const char *state;
		enum inbox_kind kind;
	} rows[] = {{"talking", INBOX_CONNECTED}, {"ended", INBOX_ENDED}};
	struct inbox_message message = {.call_id = wire_get_id(row, "_id")};
	const char *state = wire_get_text(row, "state"), *kind = wire_get_text(row, "kind");

	for (size_t i = 0; state && i < sizeof rows / sizeof *rows; i++) {
		message.kind = rows[i].kind;
		if (strcmp(state, rows[i].state) == 0)
			put(inbox, &message);
	}
	message.kind = INBOX_PLACED;
	if (state && kind && strcmp(state, "dialing") == 0 && strcmp(kind, "dialed") != 0 &&
	    !wire_has(row, "answered_at"))
		put(inbox, &message);
}

static enum rc on_change(void *context, const struct follow_change *change, struct fault *fault)
{
	struct inbox *inbox = context;
	bool is_event = strcmp(change->collection, "events") == 0;

	(void)fault;
	/* An event changes once more when the relay gives it its number: that is no second fact. */
	if (is_event && change->kind != FOLLOW_INSERT)
		return RC_OK;
	if (is_event && change->row)
		on_fact(inbox, change->row);
	else if (change->row && strcmp(change->collection, "calls") == 0)
		on_call(inbox, change->row);
	inbox_wake(inbox);
	return RC_OK;
}

static enum rc on_join(void *context, struct fault *fault)
{
	(void)fault;
	inbox_wake(context);
	return RC_OK;
}

static void on_error(void *context, const struct fault *fault)
{
	(void)context;
	log_event(LOG_WARN, "follow", LOG_STR("code", fault->code), LOG_STR("detail", fault->detail));
}

/* Of the outbox only the facts of calls: {$or: [{"ns.coll": {$ne: "events"}}, {"fullDocument.type": "call.fact"}]} */
static void put_match(bson_t *match)
{
	BSON(either);
	BSON(elsewhere);
	BSON(other);
	BSON(fact);

	wire_put_text(&other, "$ne", "events");
	wire_put_document(&elsewhere, "ns.coll", &other);
	wire_put_text(&fact, "fullDocument.type", "call.fact");
	wire_put_document(&either, "0", &elsewhere);
	wire_put_document(&either, "1", &fact);
	wire_put_array(match, "$or", &either);
}

static void *follow(void *context)
{
	static const char *const collections[] = {"agent_states", "calls", "campaigns", "events", "leads", NULL};
	struct inbox *inbox = context;
	BSON(match);
	const struct follow follow = {.collections = collections,
	                              .match = &match,
	                              .full = true,
	                              .on_change = on_change,
	                              .on_join = on_join,
	                              .on_error = on_error,
	                              .context = inbox,
	                              .stop = &inbox->stop};

	put_match(&match);
	follow_run(inbox->store, &follow);
	return NULL;
}

struct inbox *inbox_open(struct store *store, int descriptor)
{
	struct inbox *inbox = calloc(1, sizeof *inbox);

	if (!inbox || (inbox->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
		abort();
	inbox->store = store;
	inbox->descriptor = descriptor;
	pthread_mutex_init(&inbox->lock, NULL);
	pthread_cond_init(&inbox->room, NULL);
	if (pthread_create(&inbox->thread, NULL, follow, inbox) != 0)
		abort();
	return inbox;
}

void inbox_close(struct inbox *inbox)
{
	if (!inbox)
		return;
	atomic_store(&inbox->stop, true);
	pthread_mutex_lock(&inbox->lock);
	pthread_cond_signal(&inbox->room);
	pthread_mutex_unlock(&inbox->lock);
	(void)pthread_join(inbox->thread, NULL);
	close(inbox->wake_fd);
	pthread_cond_destroy(&inbox->room);
	pthread_mutex_destroy(&inbox->lock);
	free(inbox);
}
