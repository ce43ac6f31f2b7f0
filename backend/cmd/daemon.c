#include "cmd/daemon.h"

#include "base/log.h"
#include "store/migrate.h"
#include "store/service_clock.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_FIRST = 16 * 1024, ARENA_CEILING = 1024 * 1024 };

struct running {
	const struct daemon_kind *kind;
	struct daemon_base base;
	void *own;
};

static int usage(const struct daemon_kind *kind, FILE *out, int status)
{
	(void)fprintf(out,
	              "usage: %s --config FILE\n"
	              "       %s --help\n"
	              "\n"
	              "%s\n"
	              "Works until SIGTERM or SIGINT. Any number may run; one is active.\n",
	              kind->name, kind->name, kind->does);
	return status;
}

/* -1 to go on, else the status to leave with. */
static int read_options(const struct daemon_kind *kind, int argc, char **argv, const char **config)
{
	static const struct option known[] = {
		{"config", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
	int option;

	while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (option == 'c')
			*config = optarg;
		else
			return option == 'h' ? usage(kind, stdout, EXIT_SUCCESS) : usage(kind, stderr, EXIT_FAILURE);
	}
	return *config && optind == argc ? -1 : usage(kind, stderr, EXIT_FAILURE);
}

static void *follow_clock(void *context)
{
	struct running *running = context;
	struct daemon_base *base = &running->base;

	service_clock_follow(base->store, &base->config, &base->clock, &base->stop, running->kind->clock_moved,
	                     running->own);
	return NULL;
}

static void *run(void *context)
{
	struct running *running = context;

	running->kind->run(running->own);
	return NULL;
}

/* Threads inherit the mask, so that only main() hears of the end. */
static void block_signals(sigset_t *signals)
{
	(void)sigemptyset(signals);
	(void)sigaddset(signals, SIGTERM);
	(void)sigaddset(signals, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

static void serve(struct running *running, const sigset_t *signals)
{
	pthread_t clock_thread, own_thread;
	int number;

	if (pthread_create(&clock_thread, NULL, follow_clock, running) != 0 ||
	    pthread_create(&own_thread, NULL, run, running) != 0)
		abort();
	while (sigwait(signals, &number) != 0)
		;
	atomic_store(&running->base.stop, true);
	if (running->kind->stop)
		running->kind->stop(running->own);
	(void)pthread_join(own_thread, NULL);
	(void)pthread_join(clock_thread, NULL);
}

static enum rc open_all(struct running *running, const char *path, struct arena *arena, struct fault *fault)
{
	const struct daemon_kind *kind = running->kind;
	struct daemon_base *base = &running->base;

	TRY(config_load(path, arena, &base->config, fault));
	log_init(kind->name, config_log_level(&base->config));
	TRY(store_open_config(&base->config, kind->name, kind->threads, kind->patient, &base->store, fault));
	TRY(migrate_check(base->store, fault));
	TRY(service_clock_load(base->store, &base->config, &base->clock, fault));
	return kind->open(base, &running->own, fault);
}

int daemon_main(const struct daemon_kind *kind, int argc, char **argv)
{
	ARENA(arena, ARENA_FIRST, ARENA_CEILING);
	struct running running = {.kind = kind};
	struct fault fault = {0};
	const char *config = NULL;
	sigset_t signals;
	int status = read_options(kind, argc, argv, &config);

	if (status >= 0)
		return status;
	block_signals(&signals);
	id_init();
	status = EXIT_SUCCESS;
	if (open_all(&running, config, arena, &fault) == RC_OK) {
		serve(&running, &signals);
	} else {
		(void)fprintf(stderr, "%s: %s\n", kind->name, fault.detail);
		status = EXIT_FAILURE;
	}
	kind->close(running.own);
	store_close(running.base.store);
	return status;
}
