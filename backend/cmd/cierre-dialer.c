/*
 * cierre-dialer — the daemon that places calls and hands them to agents.
 *
 * Two threads beside main(): one runs the dialer, one follows the service clock. main() waits for the signal to stop.
 * Any number may run: one is active, the others take over within the lease's time.
 */
#include "base/config.h"
#include "base/log.h"
#include "daemons/dialer.h"
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
	struct clock clock;
	struct dialer *dialer;
	atomic_bool stop;
};

static int usage(FILE *out, int status)
{
	(void)fputs("usage: cierre-dialer --config FILE\n"
	            "       cierre-dialer --help\n"
	            "\n"
	            "Places calls and hands answered ones to agents, until SIGTERM\n"
	            "or SIGINT. Any number may run; one is active.\n",
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

static void *follow_clock(void *context)
{
	struct program *program = context;

	service_clock_follow(program->store, &program->config, &program->clock, &program->stop, dialer_wake,
	                     program->dialer);
	return NULL;
}

static void *run_dialer(void *context)
{
	struct program *program = context;

	dialer_run(program->dialer);
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
	pthread_t clock_thread, dialer_thread;

	if (pthread_create(&clock_thread, NULL, follow_clock, program) != 0 ||
	    pthread_create(&dialer_thread, NULL, run_dialer, program) != 0)
		abort();
	wait_for_signal(signals);
	atomic_store(&program->stop, true);
	dialer_stop(program->dialer);
	(void)pthread_join(dialer_thread, NULL);
	(void)pthread_join(clock_thread, NULL);
}

static enum rc open_all(struct program *program, const char *path, struct arena *arena, struct fault *fault)
{
	TRY(config_load(path, arena, &program->config, fault));
	log_init("cierre-dialer", config_log_level(&program->config));
	TRY(ports_check(&program->config, fault));
	TRY(store_open_config(&program->config, "cierre-dialer", 2, 2, &program->store, fault));
	TRY(migrate_check(program->store, fault));
	TRY(service_clock_load(program->store, &program->config, &program->clock, fault));
	return dialer_open(&program->config, program->store, &program->clock, &program->dialer, fault);
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
		(void)fprintf(stderr, "cierre-dialer: %s\n", fault.detail);
		status = EXIT_FAILURE;
	}
	dialer_close(program.dialer);
	store_close(program.store);
	return status;
}
