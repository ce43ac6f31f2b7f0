/*
 * contracts — collection `contracts`: the versions of a campaign's contract, drafted and published.
 *
 * Promises: versions are numbered from 1; a campaign has one draft at most, which begins as the latest published
 * version. Publishing freezes a version for ever and makes it the campaign's in the same transaction; a call that was
 * answered before goes on with the version of its time (contract_of_call()). A correction is a new version.
 * Refuses: to edit, publish or discard what is published (RC_CONFLICT "contract_published"); a second draft
 * ("draft_exists"); to publish what domain/contract finds fault with (RC_INVALID, every clause's field named).
 * Owns: nothing; what is read lives in the arena given.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "store/catalogue.h"

struct contract_command {
	struct id id;
	struct id campaign_id; /* of a new draft */
	int64_t version;       /* the If-Match */
	const struct contract_edit *edit;
	struct arena *arena; /* where the names of wrong fields live */
	struct audit_entry audit;
};

enum rc contract_draft(struct conn *conn, const struct contract_command *command, struct fault *fault) MUST_CHECK;
enum rc contract_save(struct conn *conn, const struct contract_command *command, struct fault *fault) MUST_CHECK;
enum rc contract_discard(struct conn *conn, const struct contract_command *command, struct fault *fault) MUST_CHECK;
enum rc contract_publish(struct conn *conn, const struct contract_command *command, struct fault *fault) MUST_CHECK;

/* Newest first, without their clauses; one with them. */
enum rc contracts_page_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                            const char *after, int64_t limit, struct buf *out, struct fault *fault) MUST_CHECK;
enum rc contract_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                      int64_t *version, struct fault *fault) MUST_CHECK;

/*
 * How a version will be read, with sample values in its fields, and what it still lacks:
 * {"fields":[{name,sample}],"clauses":[{title,kind,parts:[{text,field?}]}],"problems":[{clause,member,code,at}],
 * "live_calls":n}. live_calls: those that keep the version they began with.
 */
enum rc contract_preview_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                              struct fault *fault) MUST_CHECK;

/* The published version that a call answered at that time reads. RC_CONFLICT "contract_missing". */
enum rc contract_of_call(struct conn *conn, const struct id *campaign_id, const struct id *in_force,
                         int64_t answered_ms, struct arena *arena, const bson_t **contract,
                         struct fault *fault) MUST_CHECK;
