/*
 * problem — turns a fault into the status and problem+json that the caller sees.
 *
 * Promises: the one place that maps enum rc to a status. The body is RFC 9457: type, title, status, code, detail,
 * request_id, errors (every wrong field), until, missing and by_name where they are known. A few codes have a status
 * of their own (problem.c lists them: 405, 411, 415, 416, 428). Throttled and unavailable answers carry Retry-After.
 * Refuses: to show details of our own mistakes: RC_BROKEN says nothing but its request id.
 * Owns: nothing.
 */
#pragma once

#include "base/fault.h"

struct request;

/* The status of a fault. Pure. */
int problem_status(const struct fault *fault);

/* Writes request->fault as the response; whatever a handler had put there is dropped. */
void problem_respond(struct request *request);
