#include "api/sales.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "store/identity_attempts.h"
#include "store/sale_edits.h"
#include "store/sale_lists.h"
#include "store/sale_submission.h"
#include "store/txn.h"

#include <inttypes.h>

WIRE_WORDS(line_purpose);
WIRE_WORDS(document_type);
WIRE_WORDS(other_operator_kind);

enum {
	PHONE_TEXT_MAX = 20,
	NAME_TEXT_MAX = 120,
	PLACE_TEXT_MAX = 80,
	DATE_TEXT_MAX = 10,
	OPERATOR_TEXT_MAX = 40,
	CITY_TEXT_MAX = 60,
	HOUR_TEXT_MAX = 40,
	NUMBER_TEXT_MAX = 20,
	VALUE_MAX = 100000000,
};

/* ---- what these handlers share ---- */

struct sale_actor sales_actor(const struct request *request)
{
	return (struct sale_actor){.user_id = request->caller.user_id,
	                           .name = request->caller.name,
	                           .role = (enum role)request->caller.role,
	                           .operation = request->route->operation_id,
	                           .request_id = request->request_id,
	                           .now_ms = request->now_ms,
	                           .real_ms = request->real_ms};
}

const struct person_key *sales_key(const struct request *request)
{
	return &app_of(request)->person_key;
}

enum rc sales_reply(struct request *request, const struct id *sale_id)
{
	CONN(conn);
	struct scope scope = command_scope(request);
	int64_t version;

	if (scope.kind == SCOPE_CLAIMED)
		scope.kind = SCOPE_REACHED; /* the act itself may have let go of it */
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(sale_json(&conn, sale_id, &scope, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

/* An edit of the caller's draft; what `edit` points to lives as long as the request's frame. */
struct editing {
	struct scope scope;
	struct sale_actor actor;
	struct sale_edit edit;
};

static enum rc begin_edit(struct request *request, struct editing *editing)
{
	*editing = (struct editing){.scope = command_scope(request), .actor = sales_actor(request)};
	editing->edit.scope = &editing->scope;
	editing->edit.actor = &editing->actor;
	editing->edit.key = sales_key(request);
	return path_id(request, "id", &editing->edit.sale_id);
}

/* ---- reading ---- */

static enum rc read_words(struct request *request, struct sale_list *list)
{
	const char *view, *state, *unknown = field_verdict_name(FIELD_UNKNOWN);

	TRY(query_text(request, "view", NUMBER_TEXT_MAX, &view));
	TRY(query_text(request, "state", PHONE_TEXT_MAX, &state));
	TRY(query_text(request, "q", NUMBER_TEXT_MAX, &list->number));
	if (!view || !sale_view_parse(view, &list->view))
		return fault_field(request->fault, "view", view ? unknown : field_verdict_name(FIELD_REQUIRED));
	list->has_state = state && *state;
	if (list->has_state && !sale_state_parse(state, &list->state))
		return fault_field(request->fault, "state", unknown);
	if (list->number && !*list->number)
		list->number = NULL;
	return RC_OK;
}

enum rc sales_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	struct sale_list list = {.role = (enum role)request->caller.role, .scope = &scope, .now_ms = request->now_ms};
	struct page page;

	TRY(read_words(request, &list));
	TRY(query_page(request, &page));
	list.after = page.after;
	list.limit = page.limit;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(sale_list_json(&conn, &list, reply_buf(request), request->fault));
	return reply_page(request);
}

enum rc sales_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return sales_reply(request, &id);
}

/* ---- lines ---- */

#define TEXT(type_, name_, member_, max_)                                                                            \
	{                                                                                                            \
		.name = (name_), .type = WIRE_TEXT, .offset = offsetof(type_, member_), .max = (max_)                \
	}

static const struct wire_field line_fields[] = {
	{.name = "purpose",
         .type = WIRE_ENUM,
         .offset = offsetof(struct line, purpose),
         .required = true,
         .words = &line_purpose_words},
	TEXT(struct line, "number", number, PHONE_TEXT_MAX),
	TEXT(struct line, "operator", operator_name, OPERATOR_TEXT_MAX),
	TEXT(struct line, "nip", nip, LINE_NIP_DIGITS),
	TEXT(struct line, "address", address, NAME_TEXT_MAX),
	TEXT(struct line, "city", city, CITY_TEXT_MAX),
};
static const struct wire_shape line_shape = WIRE_SHAPE(struct line, line_fields);

struct line_run {
	struct editing editing;
	struct sale_line_given given;
};

static enum rc line_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct line_run *run = context;

	return sale_set_line(conn, &run->editing.edit, &run->given, fault);
}

enum rc sales_set_line(struct request *request)
{
	struct line_run run = {0};

	TRY(begin_edit(request, &run.editing));
	TRY(path_int(request, "n", 1, OFFER_PRODUCTS_MAX, &run.given.n));
	TRY(if_match(request, &run.editing.edit.version));
	TRY(body_read(request, &line_shape, &run.given.line));
	TRY(txn_run(store_of(request), line_body, &run, request->fault));
	return sales_reply(request, &run.editing.edit.sale_id);
}

/* ---- the applicant ---- */

static const struct wire_field applicant_fields[] = {
	TEXT(struct person, "full_name", full_name, NAME_TEXT_MAX),
	TEXT(struct person, "document_type", document_type, NUMBER_TEXT_MAX),
	TEXT(struct person, "document_number", document_number, NUMBER_TEXT_MAX),
	TEXT(struct person, "issue_date", issue_date, DATE_TEXT_MAX),
	TEXT(struct person, "place_of_issue", place_of_issue, PLACE_TEXT_MAX),
	TEXT(struct person, "birthplace", birthplace, PLACE_TEXT_MAX),
	TEXT(struct person, "phone", phone, PHONE_TEXT_MAX),
};
static const struct wire_shape applicant_shape = WIRE_SHAPE(struct person, applicant_fields);

struct applicant_run {
	struct editing editing;
	struct person given;
};

static enum rc applicant_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct applicant_run *run = context;

	return sale_set_applicant(conn, &run->editing.edit, &run->given, fault);
}

enum rc sales_set_applicant(struct request *request)
{
	struct applicant_run run = {0};

	TRY(begin_edit(request, &run.editing));
	TRY(if_match(request, &run.editing.edit.version));
	TRY(body_read(request, &applicant_shape, &run.given));
	TRY(txn_run(store_of(request), applicant_body, &run, request->fault));
	return sales_reply(request, &run.editing.edit.sale_id);
}

/* ---- the document, looked up before an attempt is spent ---- */

struct document_body {
	enum document_type type;
	const char *number;
};

static const struct wire_field document_fields[] = {
	{.name = "document_type",
         .type = WIRE_ENUM,
         .offset = offsetof(struct document_body, type),
         .required = true,
         .words = &document_type_words},
	{.name = "document_number",
         .type = WIRE_TEXT,
         .offset = offsetof(struct document_body, number),
         .required = true,
         .max = NUMBER_TEXT_MAX},
};
static const struct wire_shape document_shape = WIRE_SHAPE(struct document_body, document_fields);

static const char *word_of(bool yes)
{
	return yes ? "true" : "false";
}

static void write_check(struct buf *out, const struct document_check *check)
{
	bool may_try = check->verdict == IDENTITY_MAY_TRY;

	buf_printf(out, "{\"document_open_sale\":%s,\"line_open_sale\":%s,\"may_try\":%s,\"attempts\":%" PRId64,
	           word_of(check->clash.document), word_of(check->clash.line), word_of(may_try), check->failures);
	if (!may_try)
		buf_printf(out, ",\"reason\":\"%s\",\"from\":%" PRId64, identity_verdict_name(check->verdict),
		           check->from_ms);
	buf_char(out, '}');
}

enum rc sales_check_document(struct request *request)
{
	CONN(conn);
	struct editing editing;
	struct document_body body = {0};
	struct document_check check;
	char number[DOCUMENT_NUMBER_SIZE];
	enum field_verdict verdict;

	TRY(begin_edit(request, &editing));
	TRY(body_read(request, &document_shape, &body));
	verdict = person_normalise_number(body.type, body.number, number);
	if (verdict != FIELD_OK)
		return fault_field(request->fault, "document_number", field_verdict_name(verdict));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(identity_check_document(&conn, &editing.edit, body.type, number, &check, request->fault));
	write_check(reply_buf(request), &check);
	return reply_json(request, HTTP_OK);
}

/* ---- the form ---- */

struct operator_body {
	enum other_operator_kind kind;
	const char *name;
	int64_t value;
	struct wire_given given;
};

static const struct wire_field operator_fields[] = {
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct operator_body, kind),
         .required = true,
         .words = &other_operator_kind_words},
	TEXT(struct operator_body, "name", name, OPERATOR_TEXT_MAX),
	{.name = "value", .type = WIRE_INT, .offset = offsetof(struct operator_body, value), .max = VALUE_MAX},
};
static const struct wire_shape operator_shape = WIRE_SHAPE_GIVEN(struct operator_body, operator_fields, given);

struct form_body {
	struct operator_body other;
	const char *alternate_phone;
	const char *best_hour;
	struct wire_given given;
};

static const struct wire_field form_fields[] = {
	{.name = "other_operator",
         .type = WIRE_OBJECT,
         .offset = offsetof(struct form_body, other),
         .shape = &operator_shape},
	TEXT(struct form_body, "alternate_phone", alternate_phone, PHONE_TEXT_MAX),
	TEXT(struct form_body, "best_hour", best_hour, HOUR_TEXT_MAX),
};
static const struct wire_shape form_shape = WIRE_SHAPE_GIVEN(struct form_body, form_fields, given);

struct form_run {
	struct editing editing;
	struct sale_form_given given;
};

static enum rc form_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct form_run *run = context;

	return sale_set_form(conn, &run->editing.edit, &run->given, fault);
}

enum rc sales_set_form(struct request *request)
{
	struct form_run run = {0};
	struct form_body body = {0};

	TRY(begin_edit(request, &run.editing));
	TRY(if_match(request, &run.editing.edit.version));
	TRY(body_read(request, &form_shape, &body));
	run.given = (struct sale_form_given){
		.other_given = wire_was_given(&form_shape, &body, "other_operator"),
		.other_value_given = wire_was_given(&operator_shape, &body.other, "value"),
		.other_kind = body.other.kind,
		.other_name = body.other.name,
		.other_value = body.other.value,
		.alternate_phone = body.alternate_phone,
		.best_hour = body.best_hour,
	};
	TRY(txn_run(store_of(request), form_body, &run, request->fault));
	return sales_reply(request, &run.editing.edit.sale_id);
}

/* ---- handing in ---- */

static enum rc submit_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct editing *editing = context;

	return sale_submit(conn, &editing->edit, fault);
}

enum rc sales_submit(struct request *request)
{
	struct editing editing;

	TRY(begin_edit(request, &editing));
	TRY(command_run(request, HTTP_OK, &editing.edit.sale_id, submit_body, &editing, NULL));
	return sales_reply(request, &editing.edit.sale_id);
}
