/*
 * guard — lets a request through to its handler, or not.
 *
 * Promises: public rows pass; internal rows pass only when nginx vouches that the request came from inside; all
 * others need a valid token whose role is in the row's mask. Fills request->caller.
 * Refuses: RC_UNAUTHENTICATED without a valid token, RC_FORBIDDEN when the role is not in the mask, RC_NOT_FOUND for
 * internal rows asked from outside, which nobody there needs to know of.
 */
#pragma once

#include "base/fault.h"

struct request;

enum rc guard(struct request *request) MUST_CHECK;
