/*
 * calls — collection `calls`: one document per attempt on the line, from dialing to its disposition.
 *
 * Promises: every change is by compare-and-set on the version that was read, together with what it does to agent and
 * lead and with its events, in the caller's transaction. Who may change a call is part of each command: an agent
 * finds only their own.
 * Refuses: what does not fit the call's state: RC_CONFLICT "call_state"; a foreign call: RC_NOT_FOUND.
 * Owns: nothing; rows live in the arena given.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "domain/call_fact.h"
#include "domain/contact_gate.h"
#include "domain/disposition.h"
#include "domain/names.h"
#include "store/leads.h"
#include "store/scope.h"

enum call_state { CALL_DIALING, CALL_OFFERED, CALL_TALKING, CALL_ENDED };
enum call_kind { CALL_DIALED, CALL_TASK, CALL_MANUAL, CALL_REDIAL };

NAMES_DECLARE(call_state);
NAMES_DECLARE(call_kind);

struct call {
	struct id id;
	struct id campaign_id;
	struct id lead_list_id;
	struct id lead_id;
	struct id sale_id;
	struct id agent_id;
	struct id team_id;
	struct id owner_agent_id; /* whose callback it is */
	enum call_kind kind;
	enum contact_purpose purpose;
	bool same_contact; /* goes on with a talk of the day that fell */
	enum call_state state;
	const char *phone;
	int64_t attempt; /* of the number, from 1 */
	int64_t dialed_ms, answered_ms, connected_ms, ended_ms;
	enum line_report report;
	bool has_disposition;
	enum disposition disposition;
	int64_t disposed_ms, final_ms;
	bool is_final;
	int64_t version;
	const bson_t *document;
};

void call_read(const bson_t *document, struct arena *arena, struct call *call);

/* RC_NOT_FOUND when there is none. */
enum rc call_get(struct conn *conn, const struct id *id, struct arena *arena, struct call *call,
                 struct fault *fault) MUST_CHECK;

/* Only the agent's own; agent_id none: whosever. */
enum rc call_get_own(struct conn *conn, const struct id *id, const struct id *agent_id, struct arena *arena,
                     struct call *call, struct fault *fault) MUST_CHECK;

/* The reply of the API; *version (may be NULL) is its version. */
enum rc call_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                  struct fault *fault) MUST_CHECK;

/* A page of the caller's own calls of the day that were connected, latest first. */
struct call_page {
	const struct scope *scope;
	int64_t now_ms;
	const char *after;
	int64_t limit;
};
enum rc calls_page_json(struct conn *conn, const struct call_page *page, struct buf *out,
                        struct fault *fault) MUST_CHECK;

/* Writes onto the version read, and tells the transaction to look again when the row changed meanwhile. set and unset
 * may be NULL. */
enum rc call_write(struct conn *conn, const struct call *call, const bson_t *set, const bson_t *unset,
                   struct fault *fault) MUST_CHECK;

/* An event about the call, with its id and kind and what is extra (may be NULL): on the channel of its agent, when it
 * has one, and on the floor's. */
enum rc call_tell(struct conn *conn, const struct call *call, const char *type, const bson_t *extra, bool to_floor,
                  int64_t now_ms, struct fault *fault) MUST_CHECK;

/* ---- the dialer's part ---- */

struct call_new {
	struct id id;
	struct id campaign_id;
	const char *campaign_name;
	struct id lead_list_id, lead_id, sale_id; /* none where there is none */
	struct id agent_id, team_id;              /* fixed for calls from a sale; none for dialed ones */
	struct id owner_agent_id;
	enum call_kind kind;
	enum contact_purpose purpose;
	const char *phone;
	const char *customer_name; /* NULL: unknown */
	const char *city;
	int64_t attempt;
	bool same_contact;                /* goes on with a talk of the day that fell */
	const char *step;                 /* NULL: none */
	const bson_t *offers, *rebuttals; /* carried over from an earlier call; NULL: none */
	const char *note;                 /* of the call before; NULL: none */
	int64_t now_ms;
};
enum rc call_insert(struct conn *conn, const struct call_new *call, struct fault *fault) MUST_CHECK;

enum rc call_answered(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* Rings at the agent: call and agent in one step. RC_CONFLICT when either is not free any more. */
enum rc call_offer(struct conn *conn, const struct id *id, const struct id *agent_id, int64_t now_ms,
                   struct fault *fault) MUST_CHECK;

/* The agent did not connect in time: a break for them, and the call looks for the next. *missed is false when they
 * did connect after all. */
enum rc call_missed(struct conn *conn, const struct id *id, int64_t now_ms, bool *missed,
                    struct fault *fault) MUST_CHECK;

/* The line is down. Nothing happens when it was already. A connected call is not abandoned: RC_CONFLICT. */
struct call_end {
	struct id call_id;
	enum line_report report;
	bool abandoned; /* answered, and nobody took it in time */
	int64_t now_ms;
};
enum rc call_end(struct conn *conn, const struct call_end *end, struct fault *fault) MUST_CHECK;

/* An agent whose page is gone for as long as their campaign bears: the line they talk on is down, and they are
 * offline. *wait_ms is how much longer to wait when it is not yet so long. */
struct agent_gone {
	struct id agent_id;
	int64_t now_ms;
	int64_t real_ms; /* a lost stream is told in real time */
};
enum rc call_agent_gone(struct conn *conn, const struct agent_gone *gone, int64_t *wait_ms,
                        struct fault *fault) MUST_CHECK;

/* Calls that are not over, at most `max`: what a dialer finds that takes over. Rows live in the arena. */
enum rc calls_open(struct conn *conn, struct arena *arena, struct call *calls, size_t max, size_t *count,
                   struct fault *fault) MUST_CHECK;

/* What the line of a call heard so far, in order. */
struct call_heard {
	enum call_fact fact;
	int64_t n;
};
enum rc call_facts_of(struct conn *conn, const struct id *id, struct call_heard *heard, size_t max, size_t *count,
                      struct fault *fault) MUST_CHECK;

/* Something was said at the far end. *n is its number, from 1. */
struct call_speech {
	struct id call_id;
	enum call_fact fact;
	int64_t n, take;
	int64_t now_ms;
};
enum rc call_speak(struct conn *conn, const struct call_speech *speech, struct fault *fault) MUST_CHECK;

/* The n-th utterance of a call, from 1; RC_NOT_FOUND when it was not said. */
enum rc call_speech_get(const struct call *call, int64_t n, struct call_speech *speech,
                        struct fault *fault) MUST_CHECK;

/* ---- the agent's part; in a transaction ---- */

struct call_command {
	struct id call_id;
	struct id user_id;
	bool is_agent; /* not back office */
	int64_t now_ms;
};

/* The softphone has the line: talking, and the dearest product of the first family is served. */
enum rc call_connect(struct conn *conn, const struct call_command *command, struct fault *fault) MUST_CHECK;

enum rc call_hang_up(struct conn *conn, const struct call_command *command, struct fault *fault) MUST_CHECK;
