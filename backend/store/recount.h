/*
 * recount — the KPI sums made anew from the facts, not from events.
 *
 * Promises: reads every fact that counts (store/counted.h) once, of whatever age, in constant memory beside the sums.
 * Facts written meanwhile may or may not be in.
 * Refuses: nothing.
 * Owns: nothing. Threads: any. Wants a patient conn.
 */
#pragma once

#include "store/conn.h"
#include "store/tally.h"

/* Adds to the tally. */
enum rc recount(struct conn *conn, struct tally *tally, struct fault *fault) MUST_CHECK;
