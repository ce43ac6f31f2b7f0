/* cierre-jobs — the daemon for long work and what falls due: daemons/jobs.h. */
#include "cmd/daemon.h"
#include "daemons/jobs.h"
#include "ports/ports.h"

#include <stdlib.h>

struct own {
	struct blob_vault *vault;
	struct jobs jobs;
};

static enum rc open_jobs(struct daemon_base *base, void **own, struct fault *fault)
{
	struct blob_vault *vault;
	struct own *opened;

	TRY(ports_check(&base->config, fault));
	TRY(blob_vault_open(&base->config, &vault, fault));
	opened = malloc(sizeof *opened);
	if (!opened)
		abort();
	*opened = (struct own){.vault = vault,
	                       .jobs = {.store = base->store,
	                                .config = &base->config,
	                                .vault = vault,
	                                .clock = &base->clock,
	                                .stop = &base->stop}};
	*own = opened;
	return RC_OK;
}

static void run_jobs(void *own)
{
	jobs_run(&((struct own *)own)->jobs);
}

static void wake_jobs(void *own)
{
	(void)own;
	jobs_clock_moved();
}

static void close_jobs(void *own)
{
	struct own *opened = own;

	if (!opened)
		return;
	blob_vault_close(opened->vault);
	free(opened);
}

int main(int argc, char **argv)
{
	static const struct daemon_kind kind = {
		.name = "cierre-jobs",
		.does = "Does long work and what falls due: imports, recordings, expiry.",
		.threads = 12,
		.patient = 2,
		.open = open_jobs,
		.run = run_jobs,
		.clock_moved = wake_jobs,
		.close = close_jobs};

	return daemon_main(&kind, argc, argv);
}
