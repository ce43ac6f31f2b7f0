/*
 * identity — the identity check of a draft's applicant: /sales/{id}/identity-attempts and /identity-attempts/{id}.
 *
 * Promises: the order of process.md 3: the attempt is reserved, then the bureau is asked, then what it said is
 * written; an answer is taken before the bureau checks it. Every command answers with the attempt as it became;
 * questions come from the bureau each time. Codes and answers are neither stored nor logged: of the request that
 * carried one only a keyed hash is kept, to tell a repeat from another request. Threads: those of the request.
 */
#pragma once

#include "http/request.h"
#include "store/conn.h"

enum rc identity_start(struct request *request);
enum rc identity_get(struct request *request);
enum rc identity_code(struct request *request);
enum rc identity_questions(struct request *request);
enum rc identity_asked(struct request *request);
enum rc identity_answers(struct request *request);
enum rc identity_result(struct request *request);

/* The attempt as JSON, with its questions. */
enum rc identity_write(struct request *request, struct conn *conn, const struct id *attempt_id,
                       struct buf *out) MUST_CHECK;
