/*
 * command — how a POST changes things: once per Idempotency-Key, in one transaction.
 *
 * Promises: body runs at most once for a key; a repeat answers from what it left. The key, the operation and the
 * bytes of the request are taken from the request itself.
 * Refuses: the same key with other bytes (409 `idempotency_key_reused`).
 * Threads: those of the request.
 */
#pragma once

#include "api/app.h"
#include "http/request.h"
#include "store/audit.h"
#include "store/idempotency.h"
#include "store/scope.h"
#include "wire/shape.h"

/* resource_id: what the answer shows. *answer may be NULL. */
enum rc command_run(struct request *request, int status, const struct id *resource_id, txn_body *body, void *context,
                    struct idempotency_answer *answer) MUST_CHECK;

/* The same for a body that itself finds what the answer shows, and says so by idempotency_settle(): fills *once for
 * idempotency_run(). */
enum rc command_once(struct request *request, int status, const struct id *resource_id,
                     struct idempotency *once) MUST_CHECK;

/* Who does this, to what: the entry that goes into the audit with the change. subject_id NULL: filled in later. */
struct audit_entry command_audit(const struct request *request, const char *subject_kind,
                                 const struct id *subject_id);

/* command_run() for a change whose store function leaves no entry itself: entry goes in after body, once. */
enum rc command_run_audited(struct request *request, const struct audit_entry *entry, int status, txn_body *body,
                            void *context, struct idempotency_answer *answer) MUST_CHECK;

/* The same for what is repeated without harm and has no key. */
enum rc command_do_audited(struct request *request, const struct audit_entry *entry, txn_body *body,
                           void *context) MUST_CHECK;

/* The row's ownership as the store wants it. */
struct scope command_scope(const struct request *request);
