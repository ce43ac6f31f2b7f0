/*
 * cierre-api — one FastCGI worker process.
 *
 * It starts without its database: the socket answers at once, /readyz says 503, and a thread of its own keeps trying
 * until the store opens. What trying again cannot mend (a wrong configuration, a server that is no replica set) ends
 * the program with one sentence instead.
 */
#include "api/access.h"
#include "api/app.h"
#include "api/guard.h"
#include "api/routes.h"
#include "base/config.h"
#include "base/log.h"
#include "http/fcgi_loop.h"
#include "ports/ports.h"
#include "store/blob.h"
#include "store/service_clock.h"
#include "store/store.h"
#include "wire/json_in.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
	STORE_RETRY_MS = 1000,
	PATIENT_CONNECTIONS = 4, /* one follows sessions, one the clock; two for long reads */
};

struct options {
	const char *config;
	const char *socket;
	bool routes;
};

struct opener {
	struct app *app;
	pthread_t thread;
	struct fault fault; /* why it gave up */
	atomic_bool done;   /* opened, or gave up */
	atomic_bool stop;   /* following the clock */
};

static int usage(FILE *out, int status)
{
	(void)fputs(
		"usage: cierre-api --config FILE [--socket PATH]\n"
		"       cierre-api --routes | --help\n"
		"\n"
		"Serves the API to nginx over FastCGI on a Unix socket until SIGTERM or SIGINT; requests under way\n"
		"are finished first.\n"
		"\n"
		"  --config FILE  settings, see `cierre-admin config`\n"
		"  --socket PATH  listen here instead of at api_socket\n"
		"  --routes       print method, path, operation, roles and ownership of every route\n",
		out);
	return status;
}

/* -1 to go on, else the status to leave with. */
static int read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {{"config", required_argument, NULL, 'c'},
	                                      {"socket", required_argument, NULL, 's'},
	                                      {"routes", no_argument, NULL, 'r'},
	                                      {"help", no_argument, NULL, 'h'},
	                                      {0}};
	int option;

	while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (option == 'c')
			options->config = optarg;
		else if (option == 's')
			options->socket = optarg;
		else if (option == 'r')
			options->routes = true;
		else
			return option == 'h' ? usage(stdout, EXIT_SUCCESS) : usage(stderr, EXIT_FAILURE);
	}
	if (optind < argc || (!options->config && !options->routes))
		return usage(stderr, EXIT_FAILURE);
	return -1;
}

static int fail(const struct fault *fault)
{
	(void)fprintf(stderr, "cierre-api: %s\n", fault->detail);
	return EXIT_FAILURE;
}

/* No request sees the database before the service clock is known. */
static enum rc open_once(struct app *app, struct store **store, struct fault *fault)
{
	struct store *opened;
	enum rc rc;

	TRY(store_open_config(app->config, "cierre-api", (unsigned)app->config->api_threads, PATIENT_CONNECTIONS,
	                      &opened, fault));
	rc = service_clock_load(opened, app->config, &app->clock, fault);
	if (rc == RC_OK)
		*store = opened;
	else
		store_close(opened);
	return rc;
}

static enum rc open_patiently(struct opener *opener, struct store **store)
{
	const struct timespec pause = {.tv_sec = STORE_RETRY_MS / 1000};
	enum rc rc;

	while ((rc = open_once(opener->app, store, &opener->fault)) == RC_UNAVAILABLE) {
		log_event(LOG_WARN, "store_unavailable", LOG_STR("detail", opener->fault.detail));
		(void)nanosleep(&pause, NULL);
	}
	return rc;
}

/* Tries until the store opens, then follows the clock. When trying is of no use, main() is sent its last signal. */
static void *open_store(void *context)
{
	struct opener *opener = context;
	struct app *app = opener->app;
	struct store *store = NULL;

	if (open_patiently(opener, &store) != RC_OK) {
		atomic_store(&opener->done, true);
		(void)kill(getpid(), SIGTERM);
		return NULL;
	}
	atomic_store_explicit(&app->store, store, memory_order_release);
	access_follow(app->access, store);
	log_event(LOG_INFO, "store_open");
	atomic_store(&opener->done, true);
	service_clock_follow(store, app->config, &app->clock, &opener->stop, NULL, NULL);
	return NULL;
}

static void say_listening(void *context)
{
	log_event(LOG_INFO, "listening", LOG_STR("socket", context));
}

/* Serves until the signal. While the opener still tries it is not waited for: the driver cannot be interrupted. */
static int serve(struct app *app, const struct router *router, const char *socket)
{
	const struct service service = {.router = router, .guard = guard, .clock = &app->clock, .app = app};
	const struct fcgi_loop loop = {.socket_path = socket,
	                               .threads = app->config->api_threads,
	                               .service = &service,
	                               .ready = say_listening,
	                               .context = (void *)(uintptr_t)socket};
	struct opener opener = {.app = app};
	struct fault fault = {0};
	enum rc rc;

	fcgi_loop_block_signals();
	if (pthread_create(&opener.thread, NULL, open_store, &opener) != 0)
		return EXIT_FAILURE;
	rc = fcgi_loop_run(&loop, &fault);
	if (!atomic_load(&opener.done))
		_exit(rc == RC_OK ? EXIT_SUCCESS : fail(&fault));
	atomic_store(&opener.stop, true);
	(void)pthread_join(opener.thread, NULL);
	access_close(app->access);
	blob_vault_close(app->vault);
	store_close(atomic_load(&app->store));
	if (rc == RC_OK && !atomic_load(&app->store))
		return fail(&opener.fault);
	return rc == RC_OK ? EXIT_SUCCESS : fail(&fault);
}

int main(int argc, char **argv)
{
	ARENA(arena, 64 << 10, 1 << 20);
	struct options options = {0};
	struct config config;
	struct fault fault;
	struct app app = {.config = &config};
	struct router *router;
	int status = read_options(argc, argv, &options);

	if (status >= 0)
		return status;
	if (routes_build(arena, &router, &fault) != RC_OK)
		return fail(&fault);
	if (options.routes) {
		routes_print(stdout);
		return EXIT_SUCCESS;
	}
	if (config_load(options.config, arena, &config, &fault) != RC_OK)
		return fail(&fault);
	log_init("cierre-api", config_log_level(&config));
	id_init();
	wire_json_init();
	if (ports_check(&config, &fault) != RC_OK || blob_vault_open(&config, &app.vault, &fault) != RC_OK)
		return fail(&fault);
	if (person_key_load(&config, &app.person_key, &fault) != RC_OK)
		return fail(&fault);
	if (access_open(&config, &app.access, &fault) != RC_OK)
		return fail(&fault);
	return serve(&app, router, options.socket ? options.socket : config.api_socket);
}
