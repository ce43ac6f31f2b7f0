/* cierre-dialer — the daemon that places calls and hands them to agents: daemons/dialer.h. */
#include "cmd/daemon.h"
#include "daemons/dialer.h"
#include "ports/ports.h"

static enum rc open_dialer(struct daemon_base *base, void **own, struct fault *fault)
{
	struct dialer *dialer;

	TRY(ports_check(&base->config, fault));
	TRY(dialer_open(&base->config, base->store, &base->clock, &dialer, fault));
	*own = dialer;
	return RC_OK;
}

static void run_dialer(void *own)
{
	dialer_run(own);
}

static void stop_dialer(void *own)
{
	dialer_stop(own);
}

static void close_dialer(void *own)
{
	dialer_close(own);
}

int main(int argc, char **argv)
{
	static const struct daemon_kind kind = {.name = "cierre-dialer",
	                                        .does = "Places calls and hands answered ones to agents.",
	                                        .threads = 2,
	                                        .patient = 2,
	                                        .open = open_dialer,
	                                        .run = run_dialer,
	                                        .stop = stop_dialer,
	                                        .clock_moved = dialer_wake,
	                                        .close = close_dialer};

	return daemon_main(&kind, argc, argv);
}
