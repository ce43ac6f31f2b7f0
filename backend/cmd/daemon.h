/*
 * daemon — what the main()s of the daemons share: options, configuration, database, service clock, the end by signal.
 *
 * Promises: the kind's functions find all of it ready; what keeps the daemon from starting is one sentence on
 * standard error and status 1, and nothing is half-started. Any number of one daemon may run: who is active is its
 * own lease's to say. Refuses: a database in another program's form. Owns: configuration, store and clock, for as
 * long as main() runs. Threads: main() waits for SIGTERM or SIGINT; one thread runs the daemon, one follows the
 * service clock.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "store/store.h"

#include <stdatomic.h>

struct daemon_base {
	struct config config;
	struct store *store;
	struct clock clock;
	atomic_bool stop; /* set before daemon_kind.stop is called */
};

struct daemon_kind {
	const char *name;          /* of the program */
	const char *does;          /* the lines of --help that say what */
	unsigned threads, patient; /* connections that store_open_config() is asked for */
	enum rc (*open)(struct daemon_base *base, void **own, struct fault *fault);
	void (*run)(void *own);         /* until it is stopped */
	void (*stop)(void *own);        /* from main()'s thread; NULL: base->stop is enough */
	void (*clock_moved)(void *own); /* from the clock's thread; NULL: nobody waits by the service clock */
	void (*close)(void *own);       /* NULL is a no-op */
};

/* Runs the daemon until it is told to stop; the status to leave main() with. */
int daemon_main(const struct daemon_kind *kind, int argc, char **argv);
