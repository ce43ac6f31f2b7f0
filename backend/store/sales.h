/*
 * sales — collection `sales`: reading one, showing it, and the one way in which it is changed.
 *
 * Promises: struct sale is the stored document as the rules want it. Every change goes through sale_write(): onto the
 * version that was read, with its history entry and its audit entry, in the caller's transaction. What a caller may
 * see of sales is sale_rule; identity numbers are masked where the work does not need them.
 * Refuses: a foreign sale (RC_NOT_FOUND), a version that is out of date (RC_STALE).
 * Owns: nothing; rows live in the arena given.
 * Threads: any.
 *
 * Beside the fields of db/README.md: `ready` is there as long as the back office has the sale in hand, true when it
 * can move now, false while it waits for someone or for `wait_until`; drafts and ended sales have none.
 */
#pragma once

#include "base/buf.h"
#include "domain/line.h"
#include "domain/offer.h"
#include "domain/role.h"
#include "domain/sale.h"
#include "domain/sale_form.h"
#include "store/person_key.h"
#include "store/rows.h"

/* Where the draft's work stands; words of its field `step`. */
enum sale_step {
	SALE_STEP_LINE,     /* a product does not say yet what it is for */
	SALE_STEP_IDENTITY, /* no usable approval */
	SALE_STEP_READING,  /* no accepted reading */
	SALE_STEP_FORM,
};

NAMES_DECLARE(sale_step);

struct sale_product {
	int64_t n; /* from 1 */
	const char *name;
	int64_t price_cop;
	enum line_kind kind;
	enum line_sim sim;
	bool has_line;
	struct line line;
};

struct sale {
	struct id id;
	struct id campaign_id, lead_list_id, lead_id, call_id;
	struct id agent_id, team_id; /* credited */
	struct id owner_id;          /* of the back office; none */
	struct id reading_id;        /* the accepted one; none */
	struct id task_id;           /* the open one; none */
	struct id task_agent_id;     /* who works at it: a colleague's may be another than the credited; none */
	const char *number;          /* NULL: a draft */
	enum sale_state state, return_state;
	int64_t version;
	struct person person;
	const char *alternate_phone, *best_hour; /* NULL where missing, as in person */
	const char *residence_address, *delivery_address, *city;
	struct sale_product products[OFFER_PRODUCTS_MAX];
	size_t products_count;
	const char *approval_number; /* NULL: not approved */
	int64_t usable_until_ms;     /* of the approval */
	bool other_answered;
	enum other_operator_kind other_kind;
	const char *other_name;
	int64_t other_value;
	int64_t submitted_ms, expires_ms; /* 0: not yet */
	const bson_t *document;
};

/* Own: the credited agent's, and that of who works at its open task. Team: its. Reached: an agent's own, a
 * supervisor's teams', for the others what was submitted. Claimed: under the caller's claim, which has not run out.
 */
extern const struct scope_rule sale_rule;

/* The sales that are an agent's own, as part of a filter. */
void sale_put_agent(bson_t *filter, const struct id *agent_id);

void sale_read(const bson_t *document, struct arena *arena, struct sale *sale);

enum rc sale_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                 struct sale *sale, struct fault *fault) MUST_CHECK;

/* The reply of the API, in one reading. *version may be NULL. */
enum rc sale_json(struct conn *conn, const struct id *id, const struct scope *scope, struct buf *out,
                  int64_t *version, struct fault *fault) MUST_CHECK;

/* ---- changing one; in a transaction ---- */

/* Who does it; what history and audit say. */
struct sale_actor {
	struct id user_id;     /* none: a program, named in name */
	const char *name;      /* shown in the history */
	enum role role;        /* of a person */
	const char *operation; /* operationId, or the program's own word */
	const char *request_id;
	int64_t now_ms;  /* service time */
	int64_t real_ms; /* for the audit */
};

/* An entry of the history. */
struct sale_entry {
	const char *action; /* sale_action_name() or a word of the draft's */
	enum sale_state from, to;
	const char *reason; /* NULL: none */
	const char *const *fields;
	size_t fields_count;
	int64_t claimed_ms; /* of a claim that ended with it; with step */
	const char *step;   /* NULL: none ended */
};

struct sale_write {
	const bson_t *set, *unset;      /* NULL: nothing */
	const struct sale_entry *entry; /* NULL: none, the change is the draft's typing */
};

/* *sale keeps what was read, but for its version. */
enum rc sale_write(struct conn *conn, struct sale *sale, const struct sale_actor *actor,
                   const struct sale_write *write, struct fault *fault) MUST_CHECK;

/* The audit entry of a change, for what hangs on a sale and is written elsewhere; sale_write() writes its own. */
enum rc sale_audit(struct conn *conn, const struct sale_actor *actor, const char *subject_kind,
                   const struct id *subject_id, struct fault *fault) MUST_CHECK;

/* RC_STALE unless version is the sale's; 0 passes. */
enum rc sale_check_version(const struct sale *sale, int64_t version, struct fault *fault) MUST_CHECK;

/* ---- what follows from a sale as it stands ---- */

enum sale_step sale_step_of(const struct sale *sale, int64_t now_ms);
bool sale_is_approved(const struct sale *sale, int64_t now_ms); /* and the approval still usable */

/* Whether the document or a line of it has another open sale. The document only when both are given. */
struct sale_clash {
	bool document, line;
};
enum rc sale_find_clash(struct conn *conn, const struct person_key *key, const struct sale *sale,
                        const struct person *person, struct sale_clash *clash, struct fault *fault) MUST_CHECK;

/* The form's facts as domain/sale_form wants them. */
struct sale_form sale_form_of(const struct sale *sale);

/* The sale's call that has its agent on the line now; id none when there is none. */
enum rc sale_live_call(struct conn *conn, const struct sale *sale, struct arena *arena, struct id *call_id,
                       struct fault *fault) MUST_CHECK;

/* Shows the draft's step on the call under way. */
enum rc sale_show_step(struct conn *conn, const struct sale *sale, enum sale_step step, struct arena *arena,
                       struct fault *fault) MUST_CHECK;
