/*
 * cierre-jobs — the daemon for long work and what falls due: imports, recordings, expiry, idle claims.
 *
 * Two threads beside main(): one runs the jobs (daemons/jobs.c), one follows the service clock. main() waits for the
 * signal to stop. Any number may run: one is active, the others take over within the lease's time.
 */
#include "base/config.h"
#include "base/log.h"
#include "daemons/jobs.h"
#include "ports/ports.h"
#include "store/migrate.h"
#include "store/service_clock.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_FIRST = 16 * 1024, ARENA_CEILING = 1024 * 1024 };

struct program {
	struct config config;
	struct store *store;
	struct blob_vault *vault;
	struct clock clock;
	atomic_bool stop;
};

static int usage(FILE *out, int status)
{
	(void)fputs("usage: cierre-jobs --config FILE\n"
	            "       cierre-jobs --help\n"
	            "\n"
	            "Does long work and what falls due (imports, recordings, expiry), until SIGTERM or SIGINT. Any "
	            "number\n"
	            "may run; one is active.\n",
	            out);
	return status;
}

/* -1 to go on, else the status to leave with. */
static int read_options(int argc, char **argv, const char **config)
{
	static const struct option known[] = {
		{"config", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
	int option;

	while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (option == 'c')
			*config = optarg;
		else
			return option == 'h' ? usage(stdout, EXIT_SUCCESS) : usage(stderr, EXIT_FAILURE);
	}
	return *config && optind == argc ? -1 : usage(stderr, EXIT_FAILURE);
}

static void on_clock(void *context)
{
	(void)context;
	jobs_clock_moved();
}

static void *follow_clock(void *context)
{
	struct program *program = context;

	service_clock_follow(program->store, &program->config, &program->clock, &program->stop, on_clock, NULL);
	return NULL;
}

static void *run_jobs(void *context)
{
	struct program *program = context;
	const struct jobs jobs = {.store = program->store,
	                          .config = &program->config,
	                          .vault = program->vault,
	                          .clock = &program->clock,
	                          .stop = &program->stop};

	jobs_run(&jobs);
	return NULL;
}

static void wait_for_signal(const sigset_t *signals)
{
	int number;

	while (sigwait(signals, &number) != 0)
		;
}

static void serve(struct program *program, const sigset_t *signals)
{
	pthread_t clock_thread, jobs_thread;

	if (pthread_create(&clock_thread, NULL, follow_clock, program) != 0 ||
	    pthread_create(&jobs_thread, NULL, run_jobs, program) != 0)
		abort();
	wait_for_signal(signals);
	atomic_store(&program->stop, true);
	(void)pthread_join(jobs_thread, NULL);
	(void)pthread_join(clock_thread, NULL);
}

static enum rc open_all(struct program *program, const char *path, struct arena *arena, struct fault *fault)
{
	TRY(config_load(path, arena, &program->config, fault));
	log_init("cierre-jobs", config_log_level(&program->config));
	TRY(ports_check(&program->config, fault));
	TRY(blob_vault_open(&program->config, &program->vault, fault));
	TRY(store_open_config(&program->config, "cierre-jobs", 12, 2, &program->store, fault));
	TRY(migrate_check(program->store, fault));
	return service_clock_load(program->store, &program->config, &program->clock, fault);
}

int main(int argc, char **argv)
{
	ARENA(arena, ARENA_FIRST, ARENA_CEILING);
	struct program program = {0};
	struct fault fault = {0};
	const char *config = NULL;
	sigset_t signals;
	int status = read_options(argc, argv, &config);

	if (status >= 0)
		return status;
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	id_init();
	if (open_all(&program, config, arena, &fault) == RC_OK) {
		serve(&program, &signals);
		status = EXIT_SUCCESS;
	} else {
		(void)fprintf(stderr, "cierre-jobs: %s\n", fault.detail);
		status = EXIT_FAILURE;
	}
	store_close(program.store);
	blob_vault_close(program.vault);
	return status;
}
