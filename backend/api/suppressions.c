#include "api/suppressions.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "domain/phone.h"
#include "store/suppressions.h"

#include <string.h>

enum { NUMBER_MAX = 40, NOTE_MAX = 200 };

WIRE_WORDS(suppression_reason);

/* A number as somebody types it, and why it is added. */
struct typed {
	const char *phone;
	enum suppression_reason reason;
	const char *note;
};

static enum field_verdict check_phone(const char *text)
{
	char e164[PHONE_SIZE];

	return phone_normalise(text, e164);
}

#define PHONE                                                                                                        \
	{                                                                                                            \
		.name = "phone", .type = WIRE_TEXT, .offset = offsetof(struct typed, phone), .required = true,       \
		.max = NUMBER_MAX, .check = check_phone                                                              \
	}
static const struct wire_field search_fields[] = {PHONE};
static const struct wire_field add_fields[] = {
	PHONE,
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct typed, reason),
         .required = true,
         .words = &suppression_reason_words},
	{.name = "note", .type = WIRE_TEXT, .offset = offsetof(struct typed, note), .max = NOTE_MAX},
};
#undef PHONE
static const struct wire_shape search_shape = WIRE_SHAPE(struct typed, search_fields);
static const struct wire_shape add_shape = WIRE_SHAPE(struct typed, add_fields);

/* A command about a number. */
struct work {
	struct id id; /* of the audit's subject: the number itself stands nowhere but on the list */
	char phone[PHONE_SIZE];
	struct suppression why;
};

/* ---- reading ---- */

enum rc suppressions_list(struct request *request)
{
	CONN(conn);
	struct page page;

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(suppressions_json(&conn, page.after, page.limit, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

enum rc suppressions_counts(struct request *request)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(suppression_counts_json(&conn, request->now_ms, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

/* Nothing changes but the audit: somebody looked a number up. */
static enum rc search_body(struct conn *conn, void *context, struct fault *fault)
{
	(void)conn;
	(void)context;
	(void)fault;
	return RC_OK;
}

static enum rc answer_search(struct request *request, const char *phone)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(suppression_find_json(&conn, phone, request->now_ms, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

enum rc suppressions_search(struct request *request)
{
	struct work work = {.id = id_new(request->real_ms)};
	const struct audit_entry audit = command_audit(request, "suppression", &work.id);
	struct typed typed = {0};

	TRY(body_read(request, &search_shape, &typed));
	(void)phone_normalise(typed.phone, work.phone); /* the shape has checked it */
	TRY(command_run_audited(request, &audit, HTTP_OK, search_body, &work, NULL));
	return answer_search(request, work.phone);
}

/* ---- adding ---- */

static enum rc add_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct work *work = context;

	return suppression_add(conn, work->phone, &work->why, fault);
}

static enum rc answer_added(struct request *request, const char *phone)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(suppression_json(&conn, phone, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_CREATED, version);
}

/* The other words are those of calls. */
static bool may_be_typed(enum suppression_reason reason)
{
	return reason != SUPPRESSION_DISPOSITION && reason != SUPPRESSION_ASKED;
}

enum rc suppressions_add(struct request *request)
{
	struct work work = {.id = id_new(request->real_ms)};
	const struct audit_entry audit = command_audit(request, "suppression", &work.id);
	struct typed typed = {0};

	TRY(body_read(request, &add_shape, &typed));
	if (!may_be_typed(typed.reason))
		return fault_field(request->fault, "reason", field_verdict_name(FIELD_NOT_ALLOWED));
	(void)phone_normalise(typed.phone, work.phone); /* the shape has checked it */
	work.why = (struct suppression){.reason = typed.reason,
	                                .note = typed.note,
	                                .user_id = request->caller.user_id,
	                                .now_ms = request->now_ms};
	TRY(command_run_audited(request, &audit, HTTP_CREATED, add_body, &work, NULL));
	return answer_added(request, work.phone);
}
