/* cierre-relay — the daemon that numbers events, folds them into the KPI counters and sends them to the live streams:
 * daemons/relay.h. */
#include "cmd/daemon.h"
#include "daemons/relay.h"

#include <stdlib.h>

struct own {
	struct publisher *publisher;
	struct relay *relay;
};

static enum rc open_relay(struct daemon_base *base, void **own, struct fault *fault)
{
	struct publisher *publisher;
	struct own *opened;

	publish_init();
	TRY(publisher_open(base->config.nchan_publish_url, &publisher, fault));
	opened = calloc(1, sizeof *opened);
	if (!opened)
		abort();
	opened->publisher = publisher;
	opened->relay = relay_new(base->store, publisher, &base->clock);
	*own = opened;
	return RC_OK;
}

static void run_relay(void *own)
{
	relay_run(((struct own *)own)->relay);
}

static void stop_relay(void *own)
{
	relay_stop(((struct own *)own)->relay);
}

static void close_relay(void *own)
{
	struct own *opened = own;

	if (!opened)
		return;
	relay_free(opened->relay);
	publisher_close(opened->publisher);
	free(opened);
}

int main(int argc, char **argv)
{
	static const struct daemon_kind kind = {
		.name = "cierre-relay",
		.does = "Numbers events, folds them into the KPI counters and sends them to the live streams.",
		.threads = 2,
		.patient = 2,
		.open = open_relay,
		.run = run_relay,
		.stop = stop_relay,
		.close = close_relay};

	return daemon_main(&kind, argc, argv);
}
