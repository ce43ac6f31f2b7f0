#include "store/service_clock.h"

#include "store/outbox.h"
#include "store/settings.h"
#include "store/txn.h"

#include <string.h>

#define CLOCK_ID "service_clock"

struct clock_follower {
	struct store *store;
	struct clock *clock;
	void (*on_move)(void *context);
	void *context;
};

static bool is_movable(const struct config *config)
{
	return strcmp(config->clock, "movable") == 0;
}

static enum rc read_offset(struct store *store, int64_t *offset_ms, struct fault *fault)
{
	CONN(conn);
	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	return setting_get_int(&conn, CLOCK_ID, 0, offset_ms, fault);
}

enum rc service_clock_load(struct store *store, const struct config *config, struct clock *clock, struct fault *fault)
{
	int64_t offset_ms;

	if (!is_movable(config))
		return RC_OK;
	TRY(read_offset(store, &offset_ms, fault));
	clock_set_offset(clock, offset_ms);
	return RC_OK;
}

struct clock_move {
	int64_t offset_ms;
};

static enum rc move_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct clock_move *move = context;
	struct event event = {.type = "clock.moved", .channels = {"all"}};
	BSON(data);

	event.at_ms = clock_real_ms() + move->offset_ms;
	wire_put_int(&data, "service_now", event.at_ms);
	event.data = &data;
	TRY(setting_put_int(conn, CLOCK_ID, move->offset_ms, fault));
	return event_append(conn, &event, fault);
}

enum rc service_clock_set(struct store *store, const struct config *config, int64_t offset_ms, struct fault *fault)
{
	struct clock_move move = {.offset_ms = offset_ms};

	if (!is_movable(config))
		return fault_set(fault, RC_CONFLICT, "clock_not_movable",
		                 "the service clock moves only with `clock = movable` in the configuration");
	return txn_run(store, move_body, &move, fault);
}

static void apply(struct clock_follower *follower, int64_t offset_ms)
{
	if (atomic_load(&follower->clock->offset_ms) == offset_ms)
		return;
	clock_set_offset(follower->clock, offset_ms);
	if (follower->on_move)
		follower->on_move(follower->context);
}

static enum rc on_join(void *context, struct fault *fault)
{
	struct clock_follower *follower = context;
	int64_t offset_ms;

	TRY(read_offset(follower->store, &offset_ms, fault));
	apply(follower, offset_ms);
	return RC_OK;
}

static enum rc on_change(void *context, const struct follow_change *change, struct fault *fault)
{
	(void)fault;
	if (change->row)
		apply(context, wire_get_int(change->row, "value", 0));
	return RC_OK;
}

void service_clock_follow(struct store *store, const struct config *config, struct clock *clock, atomic_bool *stop,
                          void (*on_move)(void *context), void *context)
{
	static const char *const collections[] = {"settings", NULL};
	struct clock_follower follower = {.store = store, .clock = clock, .on_move = on_move, .context = context};
	struct follow follow = {.collections = collections,
	                        .full = true,
	                        .on_change = on_change,
	                        .on_join = on_join,
	                        .context = &follower,
	                        .stop = stop};
	BSON(match);

	if (!is_movable(config))
		return;
	wire_put_text(&match, "documentKey._id", CLOCK_ID);
	follow.match = &match;
	follow_run(store, &follow);
}
