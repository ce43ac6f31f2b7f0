/*
 * documents — collection `documents`: the papers of a sale, uploaded in encrypted pieces and judged.
 *
 * Promises: a paper is announced (kind, size, SHA-256), its pieces come in any order, and it counts once it is
 * complete and of a type that is allowed; the sale shows the state of each kind. A verdict is stored at once and can
 * be undone until `final_at`; then its event follows, and when every paper that is needed is accepted the sale goes
 * on to its activation: documents_settle_case(), run by the jobs daemon at that time, and by whoever acts on the sale
 * next. Refuses: papers of a sale that does not wait for any (RC_CONFLICT "wrong_state"), of a kind its document type
 * has not (RC_INVALID), or accepted already ("document_state"); a verdict on what is not there or judged already
 * ("document_state"), its undoing when it is final ("final").
 * Owns: nothing; rows live in the arena given. The bytes are store/blob.h's.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "store/blob.h"
#include "store/sale_changes.h"

struct document {
	struct id id, sale_id, blob_id;
	enum document_kind kind;
	enum document_state state; /* DOCUMENT_MISSING: uploading */
	const char *mime;          /* NULL while uploading */
	int64_t size;              /* as announced */
	uint8_t sha256[BLOB_SHA256_BYTES];
	int64_t final_ms; /* of the verdict; 0: none */
	int64_t version;
};

struct document_new {
	struct id document_id; /* made by id_new() */
	enum document_kind kind;
	int64_t size;
	uint8_t sha256[BLOB_SHA256_BYTES];
};

/* target->scope: claimed. */
enum rc document_announce(struct conn *conn, const struct blob_vault *vault, const struct sale_target *target,
                          const struct document_new *document, struct fault *fault) MUST_CHECK;

/* scope own: the caller uploads it; reached: its sale has reached the caller. */
enum rc document_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                     struct document *document, struct fault *fault) MUST_CHECK;

/* RC_CONFLICT "document_state" unless it is still being uploaded. */
enum rc document_takes_pieces(const struct document *document, struct fault *fault) MUST_CHECK;

/* All pieces are there and it is of that type; pieces and hash were checked by blob_complete(). */
enum rc document_arrived(struct conn *conn, const struct id *id, const struct scope *scope,
                         const struct sale_actor *actor, const char *mime, struct fault *fault) MUST_CHECK;

struct document_verdict {
	struct id document_id;
	int64_t version; /* of the document */
	bool accepted;
	enum document_refusal refusal; /* unless accepted */
	const char *note;              /* NULL: none */
};

/* scope: claimed. */
enum rc document_judge(struct conn *conn, const struct document_verdict *verdict, const struct scope *scope,
                       const struct sale_actor *actor, struct fault *fault) MUST_CHECK;
enum rc document_undo(struct conn *conn, const struct id *id, const struct scope *scope,
                      const struct sale_actor *actor, struct fault *fault) MUST_CHECK;

/* ---- when verdicts are final ---- */

/* The event of a verdict that is final now; nothing when it was undone or told. */
enum rc document_finalise(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* The same for a sale that is open already: an act on it comes before the daemon. */
enum rc documents_settle_case(struct conn *conn, struct sale_case *work, struct fault *fault) MUST_CHECK;

/* ---- reading ---- */

enum rc document_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                      struct fault *fault) MUST_CHECK;

/* All of a sale that has reached the scope, the latest first. */
enum rc documents_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, struct buf *out,
                       struct fault *fault) MUST_CHECK;
