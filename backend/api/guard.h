/*
 * guard — lets a request through to its handler, or not.
 *
 * Promises: public rows pass. Internal rows pass too: they lie outside /api/, which is all that nginx forwards from
 * outside (routes_check() holds them to it). All others need a valid token whose role is in the row's mask. Fills
 * request->caller.
 * Refuses: RC_UNAUTHENTICATED without a valid token, RC_FORBIDDEN when the role is not in the mask.
 */
#pragma once

#include "base/fault.h"

struct request;

enum rc guard(struct request *request) MUST_CHECK;
