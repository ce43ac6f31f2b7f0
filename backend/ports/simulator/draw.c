#include "ports/simulator/draw.h"

#include <assert.h>

/* FNV-1a collects, splitmix64's finaliser mixes. */
static uint64_t collect(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t mix(uint64_t bits)
{
	bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
	return bits ^ (bits >> 31);
}

uint64_t draw_bits(int64_t seed, const char *purpose, const char *key, int64_t n)
{
	uint64_t hash = mix((uint64_t)seed + UINT64_C(0x9e3779b97f4a7c15));

	hash = collect(collect(hash, purpose), key);
	return mix(mix(hash) + (uint64_t)n * UINT64_C(0x9e3779b97f4a7c15));
}

unsigned draw_below(int64_t seed, const char *purpose, const char *key, int64_t n, unsigned below)
{
	assert(below > 0);
	return (unsigned)(draw_bits(seed, purpose, key, n) >> 11) % below;
}
