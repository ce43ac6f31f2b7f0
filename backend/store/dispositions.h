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

struct call_disposal {
	struct call_command command;
	enum disposition disposition;
	const char *note;    /* NULL: none */
	int64_t callback_ms; /* 0: none */
};

enum rc call_dispose(struct conn *conn, const struct call_disposal *disposal, struct fault *fault) MUST_CHECK;

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
