/*
 * dispositions — how calls ended: recorded against the facts, undone within their seconds, then final.
 *
 * Promises: call_dispose() collects the facts of call, sale, identity, reading and lead, asks the domain, ends the
 * line if it is still up, and records. What it does to lead, agent and figures follows when it is final: at once
 * where there was no contact, else at `final_at` (the dialer's timer calls call_finalise()). Asking not to be called
 * is stored at once.
 * Refuses: what domain/disposition refuses, under its own words, with the number of missing rebuttals.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "store/calls.h"
#include "store/campaigns.h"

struct call_disposal {
	struct call_command command;
	enum disposition disposition;
	const char *note;    /* NULL: none */
	int64_t callback_ms; /* 0: none */
};

enum rc call_dispose(struct conn *conn, const struct call_disposal *disposal, struct fault *fault) MUST_CHECK;

/* The customer asks not to be called while the call goes on: stored at once, for all campaigns; what an open sale
 * needs is still called. Only on a call that was connected (RC_CONFLICT "call_state"). Repeatable. */
enum rc call_opt_out(struct conn *conn, const struct call_command *command, struct fault *fault) MUST_CHECK;

/* RC_CONFLICT "final" when the seconds are over. */
enum rc call_undo_disposition(struct conn *conn, const struct call_command *command, struct fault *fault) MUST_CHECK;

/* What the line alone says of a call that nobody took; final at once. */
enum rc call_dispose_by_line(struct conn *conn, const struct id *id, enum disposition disposition, int64_t now_ms,
                             struct fault *fault) MUST_CHECK;

/* Makes a recorded disposition final: event, lead, contact, agent. Nothing happens when it is already, or not due. */
enum rc call_finalise(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* Calls whose disposition becomes final by now_ms, first first; *next_ms when the next does, INT64_MAX: none. */
enum rc calls_to_finalise(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
                          int64_t *next_ms, struct fault *fault) MUST_CHECK;

/*
 * Another disposition for a call whose first is final, from the agent's own day: a new entry that names the old,
 * which stays in the call's `dispositions`; lead, contact, figures and event follow. RC_CONFLICT "correction_late"
 * when the minutes are over, or it is one that stands; "lead_moved" when the customer was called again since.
 */
enum rc call_correct(struct conn *conn, const struct call_disposal *disposal, struct fault *fault) MUST_CHECK;

/* ---- between dispositions.c and disposition_corrections.c ---- */

struct disposition_times {
	int64_t at_ms, final_ms, correct_until_ms; /* 0: stands */
};
void disposition_put(bson_t *entry, const struct call_disposal *disposal, const struct disposition_times *times);

enum rc disposition_facts_of(struct conn *conn, const struct call *call, const struct campaign *campaign,
                             enum disposition disposition, int64_t callback_ms, int64_t now_ms,
                             struct disposition_facts *facts, struct fault *fault) MUST_CHECK;
enum rc disposition_refuse(enum disposition_verdict verdict, int missing, struct fault *fault);

/* What it makes of the lead, and the do-not-call list. */
enum rc disposition_apply(struct conn *conn, const struct call *call, const struct campaign *campaign,
                          const struct disposition_facts *facts, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* The event; old_code of a correction, else NULL. */
enum rc disposition_tell(struct conn *conn, const struct call *call, const char *old_code, struct arena *arena,
                         struct fault *fault) MUST_CHECK;
