/*
 * service_clock — the offset of service time, one document that every process follows.
 *
 * Promises: service_clock_follow() keeps a struct clock at the stored offset, from its first call on, and wakes the
 * caller through on_move so that timers are re-armed. Only the configuration `clock = movable` lets it move.
 * Refuses: to move a clock that is not movable (RC_CONFLICT "clock_not_movable").
 * Owns: the document {_id: "service_clock", value: milliseconds} in `settings`.
 * Threads: any; follow blocks its thread.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "store/follow.h"

/* Reads the offset once, at start; stays 0 when the clock is not movable. */
enum rc service_clock_load(struct store *store, const struct config *config, struct clock *clock,
                           struct fault *fault) MUST_CHECK;

/* Moves the clock of every process. */
enum rc service_clock_set(struct store *store, const struct config *config, int64_t offset_ms,
                          struct fault *fault) MUST_CHECK;

/* Runs until *stop; on_move (may be NULL) after each change. Returns at once when the clock is not movable. */
void service_clock_follow(struct store *store, const struct config *config, struct clock *clock, atomic_bool *stop,
                          void (*on_move)(void *context), void *context);
