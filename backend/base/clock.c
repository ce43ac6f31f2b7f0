#include "base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t which)
{
	struct timespec now;

	(void)clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_real_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t clock_steady_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_service_ms(const struct clock *clock)
{
	return clock_real_ms() + atomic_load_explicit(&clock->offset_ms, memory_order_relaxed);
}

void clock_set_offset(struct clock *clock, int64_t offset_ms)
{
	atomic_store_explicit(&clock->offset_ms, offset_ms, memory_order_relaxed);
}
