#include "api/catalogue.h"

#include "api/app.h"
#include "api/body.h"
#include "api/campaigns.h"
#include "api/command.h"
#include "api/editing.h"
#include "api/reply.h"
#include "domain/policy.h"
#include "store/catalogue.h"

#include <string.h>

/* ---- campaigns ---- */

enum rc catalogue_campaign_get(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct id id;
	int64_t version;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(catalogue_campaign_json(&conn, &scope, &id, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

/* "hours[2]", in the request's arena. */
static const char *row_name(struct request *request, const char *list, size_t at, const char *member)
{
	return arena_printf(request->arena, "%s[%zu]%s", list, at, member);
}

static void check_hours(struct request *request, const struct campaign_edit *edit)
{
	const struct campaign_window *windows = edit->hours.items;

	for (size_t i = 0; i < edit->hours.count; i++) {
		enum field_verdict verdict = campaign_window_check(windows, i);

		if (verdict != FIELD_OK)
			(void)fault_field(request->fault, row_name(request, "hours", i, ""),
			                  field_verdict_name(verdict));
	}
}

static void check_families(struct request *request, const struct campaign_edit *edit)
{
	const struct family_edit *families = edit->families.items;

	for (size_t i = 1; i < edit->families.count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(families[i].family, families[j].family) != 0)
				continue;
			(void)fault_field(request->fault, row_name(request, "families", i, ".family"),
			                  field_verdict_name(FIELD_DUPLICATE));
			break;
		}
	}
}

static enum rc read_campaign(struct request *request, struct campaign_edit *edit)
{
	enum field_verdict mode;

	TRY(body_read(request, &wire_campaign_shape, edit));
	mode = campaign_mode_check(edit->dial_mode);
	if (mode != FIELD_OK)
		(void)fault_field(request->fault, "dial_mode", field_verdict_name(mode));
	check_hours(request, edit);
	check_families(request, edit);
	return request->fault->fields_count > 0 ? request->fault->rc : RC_OK;
}

static enum rc check_campaign(struct conn *conn, struct editing *editing, struct fault *fault)
{
	return catalogue_check_campaign(conn, &editing->edit.id, editing->edit.record, fault);
}

enum rc catalogue_campaign_create(struct request *request)
{
	struct campaign_edit edit;
	struct editing editing;

	TRY(read_campaign(request, &edit));
	editing_begin(&editing, request, &catalogue_campaigns, &edit);
	editing.check = check_campaign;
	return editing_create(&editing, "/api/v1/campaigns");
}

enum rc catalogue_campaign_put(struct request *request)
{
	struct campaign_edit edit;
	struct editing editing;

	TRY(read_campaign(request, &edit));
	editing_begin(&editing, request, &catalogue_campaigns, &edit);
	editing.check = check_campaign;
	return editing_replace(&editing);
}

/* ---- a campaign's own numbers ---- */

static enum rc answer_policy(struct request *request, const struct scope *scope, const struct id *id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(catalogue_policy_json(&conn, scope, id, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

enum rc catalogue_policy_get(struct request *request)
{
	const struct scope scope = campaigns_scope(request);
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer_policy(request, &scope, &id);
}

static const char *const policy_member[] = {
	[POLICY_OK] = "", [POLICY_UNKNOWN] = ".name", [POLICY_TOO_SMALL] = ".value", [POLICY_TOO_LARGE] = ".value"};

static enum rc check_policy(struct request *request, const struct policy_edit *values, size_t count)
{
	struct policy policy = policy_defaults();

	for (size_t i = 0; i < count; i++) {
		enum policy_verdict verdict = policy_set(&policy, values[i].name, values[i].value);

		if (verdict != POLICY_OK)
			(void)fault_field(request->fault, row_name(request, "values", i, policy_member[verdict]),
			                  policy_verdict_name(verdict));
		for (size_t j = 0; j < i; j++) {
			if (strcmp(values[i].name, values[j].name) == 0)
				(void)fault_field(request->fault, row_name(request, "values", i, ".name"),
				                  field_verdict_name(FIELD_DUPLICATE));
		}
	}
	return request->fault->fields_count > 0 ? request->fault->rc : RC_OK;
}

static enum rc policy_body(struct conn *conn, void *context, struct fault *fault)
{
	return catalogue_set_policy(conn, context, fault);
}

enum rc catalogue_policy_put(struct request *request)
{
	const struct scope scope = command_scope(request);
	struct policy_edits edits;
	struct catalogue_policy policy = {0};
	struct audit_entry audit;

	TRY(path_id(request, "id", &policy.campaign_id));
	TRY(if_match(request, &policy.version));
	TRY(body_read(request, &wire_policy_shape, &edits));
	policy.values = edits.values.items;
	policy.count = edits.values.count;
	TRY(check_policy(request, policy.values, policy.count));
	audit = command_audit(request, "campaign", &policy.campaign_id);
	policy.audit = &audit;
	TRY(txn_run(store_of(request), policy_body, &policy, request->fault));
	return answer_policy(request, &scope, &policy.campaign_id);
}

/* ---- products ---- */

enum rc catalogue_products_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(catalogue_products_json(&conn, &scope, &id, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

static enum rc read_product(struct request *request, struct product_edit *edit)
{
	TRY(body_read(request, &wire_product_shape, edit));
	if (edit->active_from && edit->active_until && strcmp(edit->active_from, edit->active_until) > 0)
		return fault_field(request->fault, "active_until", field_verdict_name(FIELD_TOO_SMALL));
	return RC_OK;
}

static enum rc check_product(struct conn *conn, struct editing *editing, struct fault *fault)
{
	bool is_new = editing->edit.version == 0;

	if (!is_new)
		TRY(catalogue_campaign_of(conn, editing->edit.kind, &editing->edit.id, &editing->edit.campaign_id,
		                          fault));
	return catalogue_check_product(conn, &editing->edit.campaign_id, editing->edit.record, is_new, fault);
}

enum rc catalogue_product_create(struct request *request)
{
	struct product_edit edit;
	struct editing editing;

	TRY(read_product(request, &edit));
	editing_begin(&editing, request, &catalogue_products, &edit);
	TRY(path_id(request, "id", &editing.edit.campaign_id));
	editing.check = check_product;
	return editing_create(&editing, "/api/v1/products");
}

enum rc catalogue_product_put(struct request *request)
{
	struct product_edit edit;
	struct editing editing;

	TRY(read_product(request, &edit));
	editing_begin(&editing, request, &catalogue_products, &edit);
	editing.check = check_product;
	return editing_replace(&editing);
}

/* ---- rebuttals ---- */

static enum rc check_rebuttal(struct conn *conn, struct editing *editing, struct fault *fault)
{
	return catalogue_check_rebuttal(conn, &editing->edit.campaign_id, fault);
}

enum rc catalogue_rebuttal_create(struct request *request)
{
	struct rebuttal_edit edit;
	struct editing editing;

	TRY(body_read(request, &wire_rebuttal_shape, &edit));
	editing_begin(&editing, request, &catalogue_rebuttals, &edit);
	TRY(path_id(request, "id", &editing.edit.campaign_id));
	editing.check = check_rebuttal;
	return editing_create(&editing, "/api/v1/rebuttals");
}

enum rc catalogue_rebuttal_put(struct request *request)
{
	struct rebuttal_edit edit;
	struct editing editing;

	TRY(body_read(request, &wire_rebuttal_shape, &edit));
	editing_begin(&editing, request, &catalogue_rebuttals, &edit);
	return editing_replace(&editing);
}

struct ordering {
	struct id campaign_id;
	struct rebuttal_order order;
	struct audit_entry audit;
};

static enum rc order_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct ordering *ordering = context;

	return catalogue_order_rebuttals(conn, &ordering->campaign_id, ordering->order.ids.items,
	                                 ordering->order.ids.count, &ordering->audit, fault);
}

enum rc catalogue_rebuttals_order(struct request *request)
{
	struct ordering ordering;

	TRY(path_id(request, "id", &ordering.campaign_id));
	TRY(body_read(request, &wire_rebuttal_order_shape, &ordering.order));
	ordering.audit = command_audit(request, "campaign", &ordering.campaign_id);
	TRY(txn_run(store_of(request), order_body, &ordering, request->fault));
	return campaigns_rebuttals(request);
}
