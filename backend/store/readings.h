/*
 * readings — collection `readings`: the takes of a contract, literal, clause by clause.
 *
 * Promises: a take keeps the exact text that was read, rendered once from the campaign's published contract, with its
 * SHA-256. Marks come strictly in order and carry the recorder's own position. The mark that accepts the last clause
 * makes the take the sale's reading in the same transaction; after a fault it answers the task, too. A take that the
 * call's end or the agent cuts off counts against nobody.
 * Refuses: a take without sound, approval, lines or takes left; marks out of order or at an impossible position
 * (domain/reading, under its own words); another agent's reading (RC_NOT_FOUND).
 * Owns: nothing; texts live in the arena given.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "base/buf.h"
#include "domain/reading.h"
#include "store/sale_changes.h"

struct reading_begin {
	struct id sale_id;
	struct id reading_id; /* made beforehand */
	const struct scope *scope;
	const struct sale_actor *actor;
};
enum rc reading_begin(struct conn *conn, const struct reading_begin *begin, struct fault *fault) MUST_CHECK;

enum reading_mark_kind {
	READING_MARK_START,  /* the clause begins to be read; ends the statement before it */
	READING_MARK_END,    /* a statement was read to its end */
	READING_MARK_ANSWER, /* what the customer answered to a question */
};

NAMES_DECLARE(reading_mark_kind);

struct reading_mark_new {
	struct id reading_id;
	int64_t clause;
	enum reading_mark_kind kind;
	bool has_answer;
	enum reading_answer answer;
	int64_t session, position_ms; /* of the recorder */
	const struct scope *scope;
	const struct sale_actor *actor;
};
enum rc reading_add_mark(struct conn *conn, const struct reading_mark_new *mark, struct fault *fault) MUST_CHECK;

struct reading_stop {
	struct id reading_id;
	const char *reason; /* question, noise, misread */
	const struct scope *scope;
	const struct sale_actor *actor;
};
enum rc reading_stop(struct conn *conn, const struct reading_stop *stop, struct fault *fault) MUST_CHECK;

/* The call is over: its open take ends as interrupted, or as unaccepted when the customer's last word was no. */
enum rc readings_end_with_call(struct conn *conn, const struct id *call_id, int64_t now_ms,
                               struct fault *fault) MUST_CHECK;

/* The call ends as «contract not accepted»: its open or void take ends so, when the customer said no or it is void.
 */
enum rc readings_refuse(struct conn *conn, const struct id *call_id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* The reply of the API. Own: the agent's. Reached: back office and quality see accepted takes. */
enum rc reading_json(struct conn *conn, const struct id *id, const struct scope *scope, struct buf *out,
                     struct fault *fault) MUST_CHECK;

/* The latest take of a sale in a call, for the desk; none when there is none. */
enum rc reading_latest(struct conn *conn, const struct id *sale_id, const struct id *call_id, struct id *id,
                       struct fault *fault) MUST_CHECK;
