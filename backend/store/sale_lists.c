#include "store/sale_lists.h"

#include "store/sale_warnings.h"

#include <inttypes.h>
#include <string.h>

static const char *const sale_view_names[] = {
	[SALE_VIEW_MINE] = "mine",   [SALE_VIEW_UNFINISHED] = "unfinished",
	[SALE_VIEW_QUEUE] = "queue", [SALE_VIEW_WAITING] = "waiting",
	[SALE_VIEW_ALL] = "all",     [SALE_VIEW_FROZEN] = "frozen",
	[SALE_VIEW_HELD] = "held",
};

NAMES_DEFINE(sale_view);

#define OF(role) (1U << (role))

/* What each view is: for whom, its order, and whether it is the back office's stock. */
static const struct {
	unsigned roles;
	const char *sort; /* NULL: by id */
	bool descending;
} views[] = {
	[SALE_VIEW_MINE] = {OF(ROLE_AGENT), "submitted_at", true},
	[SALE_VIEW_UNFINISHED] = {OF(ROLE_AGENT), NULL, true},
	[SALE_VIEW_QUEUE] = {OF(ROLE_BACKOFFICE), "expires_at", false},
	[SALE_VIEW_WAITING] = {OF(ROLE_BACKOFFICE), "expires_at", false},
	[SALE_VIEW_FROZEN] = {OF(ROLE_BACKOFFICE) | OF(ROLE_SUPERVISOR), "expires_at", false},
	[SALE_VIEW_HELD] = {OF(ROLE_SUPERVISOR), "expires_at", false},
	[SALE_VIEW_ALL] = {OF(ROLE_BACKOFFICE) | OF(ROLE_QUALITY) | OF(ROLE_SUPERVISOR), "submitted_at", true},
};

/* Members that stand in the reply under other names; the rest of these documents is hidden. */
static void put_extra(struct buf *out, const bson_t *row, void *context)
{
	const char *name = wire_get_text(row, "customer.full_name");
	int64_t usable_until_ms = wire_get_ms(row, "identity.usable_until", 0);
	const char *word = wire_get_text(row, "state");
	struct id campaign_id = wire_get_id(row, "campaign_id");
	enum sale_state state;
	bson_t products;

	if (word && sale_state_parse(word, &state))
		sale_warnings_put(context, &campaign_id, state, wire_get_ms(row, "expires_at", 0), out);
	if (name) {
		buf_text(out, ",\"customer_name\":");
		buf_json_string(out, name, strlen(name));
	}
	if (wire_get_document(row, "products", &products))
		buf_printf(out, ",\"products_count\":%u", bson_count_keys(&products));
	if (usable_until_ms)
		buf_printf(out, ",\"usable_until\":%" PRId64, usable_until_ms);
}

/* What ran out moves no more, also before the jobs daemon has written so down. */
static void put_not_over(bson_t *filter, int64_t now_ms)
{
	BSON(either);
	BSON(in_time);
	BSON(past);
	BSON(reversing);
	const char *after_activation[SALE_STATE_COUNT];
	size_t count = 0;

	for (int state = SALE_ACTIVATED; state < SALE_STATE_COUNT; state++)
		after_activation[count++] = sale_state_name((enum sale_state)state);
	wire_put_op_ms(&in_time, "expires_at", "$gt", now_ms);
	wire_put_in_texts(&past, "state", after_activation, count);
	wire_put_document(&either, "0", &in_time);
	wire_put_op_ms(&reversing, "reversing_at", "$gt", 0);
	wire_put_document(&either, "1", &past);
	wire_put_document(&either, "2", &reversing);
	wire_put_array(filter, "$or", &either);
}

static void put_filter(bson_t *filter, const struct sale_list *list)
{
	bool has_state = list->has_state;

	switch (list->view) {
	case SALE_VIEW_UNFINISHED:
		wire_put_id(filter, "agent_id", &list->scope->user_id);
		wire_put_text(filter, "state", sale_state_name(SALE_DRAFT));
		wire_put_null(filter, "aside_at");
		has_state = false;
		break;
	case SALE_VIEW_QUEUE:
		wire_put_bool(filter, "ready", true);
		put_not_over(filter, list->now_ms);
		break;
	case SALE_VIEW_WAITING:
		wire_put_bool(filter, "ready", false);
		break;
	case SALE_VIEW_FROZEN:
		wire_put_op_ms(filter, "frozen_at", "$gt", 0);
		wire_put_text(filter, "state", sale_state_name(SALE_ACTIVATING));
		has_state = false;
		break;
	case SALE_VIEW_HELD:
		wire_put_op_ms(filter, "claim.until", "$gt", list->now_ms);
		break;
	case SALE_VIEW_MINE:
		wire_put_id(filter, "agent_id", &list->scope->user_id);
		wire_put_op_ms(filter, "submitted_at", "$gt", 0);
		break;
	case SALE_VIEW_ALL:
		wire_put_op_ms(filter, "submitted_at", "$gt", 0);
		break;
	}
	if (has_state)
		wire_put_text(filter, "state", sale_state_name(list->state));
	wire_put_text(filter, "number", list->number);
}

static void put_fields(bson_t *fields)
{
	static const char *const shown[] = {
		"number",       "state",         "step",        "customer.full_name",    "products.n", "agent_name",
		"claim.by",     "claim.by_name", "claim.since", "claim.until",           "owner_id",   "submitted_at",
		"expires_at",   "wait_until",    "ready",       "identity.usable_until", "version",    "frozen_at",
		"reversing_at", "owner_name",    "campaign_id",
	};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc sale_list_json(struct conn *conn, const struct sale_list *list, struct buf *out, struct fault *fault)
{
	static const char *const hidden[] = {"customer", "products", "identity", "campaign_id", NULL};
	static const struct wire_view view = {.hidden = hidden};
	BSON(filter);
	BSON(fields);
	ARENA(arena, 65536, 8 << 20);
	struct sale_warnings warnings = {.conn = conn, .arena = arena};
	struct rows_query query = {.collection = "sales",
	                           .context = &warnings,
	                           .filter = &filter,
	                           .fields = &fields,
	                           .scope = list->scope,
	                           .rule = &sale_rule,
	                           .view = &view,
	                           .sort = views[list->view].sort,
	                           .descending = views[list->view].descending,
	                           .limit = list->limit,
	                           .after = list->after,
	                           .extra = put_extra};

	if (!(views[list->view].roles & OF(list->role)))
		return fault_field(fault, "view", field_verdict_name(FIELD_NOT_ALLOWED));
	if (list->view == SALE_VIEW_ALL && list->has_state) {
		query.sort = "expires_at"; /* so has a state's index */
		query.descending = false;
	}
	put_filter(&filter, list);
	put_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}
