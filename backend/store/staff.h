/*
 * staff — people and teams as an admin manages them: collections `users` and `teams`.
 *
 * Promises: agents have one team, supervisors one or more, the others none, and every team exists. A changed role or
 * team holds from the next request. Who is deactivated, or gets another role, can do nothing from the next request
 * on, and leaves nothing behind: open tasks go to their teams' pools, claims and hearings are handed back, an agent
 * is offline; all in one transaction with its events and the audit entry. Refuses: a taken user name or team name
 * (RC_INVALID, "duplicate"); an admin who would change their own role or deactivate themselves (RC_CONFLICT
 * "own_account"), so that one admin is always left. Owns: nothing; what is read lives in the arena given. Threads:
 * any. Commands in a transaction.
 */
#pragma once

#include "domain/user.h"
#include "store/catalogue.h"
#include "store/sales.h"

extern const struct catalogue_kind catalogue_teams;

struct staff_query {
	const struct scope *scope; /* all, or those of the caller's teams */
	const char *role;          /* NULL: any */
	struct id team_id;         /* none: any */
	const char *after;
	int64_t limit;
};

/* By user name. */
enum rc staff_page_json(struct conn *conn, const struct staff_query *query, struct buf *out,
                        struct fault *fault) MUST_CHECK;

/* The members of one person's reply, without the braces, so that a password can be added. */
enum rc staff_members_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                           struct fault *fault) MUST_CHECK;

enum rc teams_json(struct conn *conn, const struct scope *scope, struct buf *out, struct fault *fault) MUST_CHECK;

/* Whether role and teams go together, and the teams exist: RC_INVALID, field "team_ids". */
enum rc staff_check(struct conn *conn, const struct staff_edit *edit, struct fault *fault) MUST_CHECK;

struct staff_command {
	struct id id;
	int64_t version;               /* the If-Match of a change */
	const struct staff_edit *edit; /* of a change */
	const char *password_hash;     /* of a reset */
	const struct sale_actor *actor;
	const struct audit_entry *audit;
};

enum rc staff_change(struct conn *conn, const struct staff_command *command, struct fault *fault) MUST_CHECK;
enum rc staff_deactivate(struct conn *conn, const struct staff_command *command, struct fault *fault) MUST_CHECK;
enum rc staff_reactivate(struct conn *conn, const struct staff_command *command, struct fault *fault) MUST_CHECK;

/* A temporary password; every session ends. */
enum rc staff_reset(struct conn *conn, const struct staff_command *command, struct fault *fault) MUST_CHECK;
enum rc staff_log_out(struct conn *conn, const struct staff_command *command, struct fault *fault) MUST_CHECK;
