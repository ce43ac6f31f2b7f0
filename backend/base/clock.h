/*
 * clock — the two times of the system.
 *
 * Real time drives tokens, cookies, leases, presence, time-outs and recorder positions. The service clock is real
 * time plus an offset kept in one MongoDB document; it rules hours, validity, the 24 h, callbacks, wrap-up and the
 * day of a figure, so that the demo runs at any hour and tests may jump. The offset is nothing unless the
 * configuration says `clock = movable`.
 *
 * Promises: clock_service_ms() is one atomic load beside the system call.
 * Owns: nothing. Who follows the offset document (store/clock_follow) calls clock_set_offset().
 * Threads: any.
 */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

struct clock {
	_Atomic int64_t offset_ms;
};

/* Real time, UTC milliseconds. */
int64_t clock_real_ms(void);

/* Monotonic milliseconds, for durations. */
int64_t clock_steady_ms(void);

/* Service time, UTC milliseconds. */
int64_t clock_service_ms(const struct clock *clock);

void clock_set_offset(struct clock *clock, int64_t offset_ms);
