/*
 * routes — the one table of what the API answers, and to whom.
 *
 * Promises: a row per operation of openapi.yaml: method, path, roles, ownership, ceilings, handler. It is the only
 * place that says who may do what; the guard and the store's queries obey it.
 * Refuses: at start, rows without roles or ownership, or whose flags contradict their method.
 * Threads: read-only.
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "domain/role.h"
#include "http/router.h"

#include <stddef.h>
#include <stdio.h>

/* Which rows of the data a caller with the right role reaches; the store puts it into its query. */
enum ownership {
	OWNERSHIP_MISSING = 0, /* forgotten: refused at start */
	OWNERSHIP_NONE,        /* all of them: the role alone decides */
	OWNERSHIP_OWN,         /* those of the caller */
	OWNERSHIP_TEAM,        /* those of the caller's teams */
	OWNERSHIP_REACHED,     /* sales that have reached the caller's role */
	OWNERSHIP_CLAIMED,     /* those the caller has claimed */
	OWNERSHIP_PUBLIC,      /* anybody, without a token */
	OWNERSHIP_INTERNAL,    /* nobody from outside: probes and nginx's own calls; not under /api/ */
};

/* Sets of roles, for the rows. */
enum {
	AGENT = 1u << ROLE_AGENT,
	BACKOFFICE = 1u << ROLE_BACKOFFICE,
	QUALITY = 1u << ROLE_QUALITY,
	SUPERVISOR = 1u << ROLE_SUPERVISOR,
	ADMIN = 1u << ROLE_ADMIN,
	EVERY_ROLE = (1u << ROLE_COUNT) - 1,
	NO_ROLE = 0, /* public and internal rows */
};

/* Ceilings of bodies, in bytes. */
enum { BODY_NONE = 0, BODY_JSON = 64 << 10, BODY_PIECE = 1 << 20, BODY_CSV = 32 << 20 };

extern const struct route routes[];
extern const size_t routes_count;

/* Checks the table and builds its router. RC_INVALID names the wrong row. */
enum rc routes_build(struct arena *arena, struct router **router, struct fault *fault) MUST_CHECK;

/* The same for any table. */
enum rc routes_check(const struct route *rows, size_t count, struct fault *fault) MUST_CHECK;

/* One line per row: method, path, operation id, roles, ownership, with tabs between. */
void routes_print(FILE *out);
