/*
 * guard — lets a request through to its handler, or not.
 *
 * Promises: public rows pass. Internal rows pass too: they lie outside /api/, which is all that nginx forwards from
 * outside (routes_check() holds them to it). All others need a valid token, of a session and user that are as they
 * were when it was issued, whose role is in the row's mask. Fills request->caller.
 * Refuses: RC_UNAUTHENTICATED without a valid token ("token": fetch a new one; "session_ended": log in again),
 * RC_FORBIDDEN "forbidden" when the role is not in the mask, RC_UNAVAILABLE while the database has never answered.
 */
#pragma once

#include "base/fault.h"
#include "store/scope.h"

struct request;

enum rc guard(struct request *request) MUST_CHECK;

/* Fills request->caller from the Authorization header: for internal rows that ask on somebody's behalf. */
enum rc guard_identify(struct request *request) MUST_CHECK;
