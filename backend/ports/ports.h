/*
 * ports — all outside systems at once.
 *
 * Promises: says at start whether every port's setting can be used, so that nothing is half-started.
 * Refuses: nothing by itself. Owns: nothing. Threads: any.
 */
#pragma once

#include "base/config.h"
#include "base/fault.h"

/* RC_INVALID with one sentence of the first that cannot. */
enum rc ports_check(const struct config *config, struct fault *fault) MUST_CHECK;
