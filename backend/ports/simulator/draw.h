/*
 * draw — the simulators' chance: a pure function of (seed, key, number), so that a run repeats exactly.
 *
 * Promises: equal arguments give equal numbers on every machine and whatever the timing; different keys give
 * independent ones.
 * Refuses: to be a secret or to be random.
 * Owns: nothing. Safe from any thread.
 */
#pragma once

#include <stdint.h>

/* 64 well-mixed bits. key: any text ("phone", a document number …); n: attempt, question, … */
uint64_t draw_bits(int64_t seed, const char *purpose, const char *key, int64_t n);

/* 0 to below - 1. */
unsigned draw_below(int64_t seed, const char *purpose, const char *key, int64_t n, unsigned below);
