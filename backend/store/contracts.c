#include "store/contracts.h"

#include "domain/contract.h"
#include "store/cas.h"

#include <string.h>

#define CONTRACTS "contracts"

static const struct scope_rule by_team = {.team = "team_ids"};

static bool is_published(const bson_t *row)
{
	const char *state = wire_get_text(row, "state");

	return state && strcmp(state, "published") == 0;
}

static void put_state(bson_t *document, const char *state)
{
	wire_put_text(document, "state", state);
}

/* The newest of a campaign, or the newest published one; NULL when there is none. */
static enum rc find_latest(struct conn *conn, const struct id *campaign_id, bool published, struct arena *arena,
                           const bson_t **row, struct fault *fault)
{
	BSON(filter);
	const struct rows_query query = {.collection = CONTRACTS,
	                                 .filter = &filter,
	                                 .scope = &scope_all,
	                                 .sort = "number",
	                                 .descending = true};
	enum rc rc;

	wire_put_id(&filter, "campaign_id", campaign_id);
	if (published)
		put_state(&filter, "published");
	*row = NULL;
	rc = rows_one(conn, &query, NULL, arena, row, fault);
	if (rc != RC_NOT_FOUND)
		return rc;
	*fault = (struct fault){0};
	return RC_OK;
}

/* ---- drafting ---- */

static enum rc insert_draft(struct conn *conn, const struct contract_command *command, int64_t number,
                            const bson_t *from, struct fault *fault)
{
	BSON(document);
	BSON(none);
	bson_t clauses;

	wire_put_id(&document, "_id", &command->id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", command->audit.at_ms);
	wire_put_id(&document, "campaign_id", &command->campaign_id);
	wire_put_int(&document, "number", number);
	put_state(&document, "draft");
	wire_put_array(&document, "clauses", from && wire_get_document(from, "clauses", &clauses) ? &clauses : &none);
	return conn_insert(conn, CONTRACTS, &document, fault);
}

enum rc contract_draft(struct conn *conn, const struct contract_command *command, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	const bson_t *campaign, *latest, *published;
	const struct rows_query campaigns = {.collection = "campaigns", .scope = &scope_all};

	TRY(rows_one(conn, &campaigns, &command->campaign_id, arena, &campaign, fault));
	TRY(find_latest(conn, &command->campaign_id, false, arena, &latest, fault));
	TRY(find_latest(conn, &command->campaign_id, true, arena, &published, fault));
	if (latest && !is_published(latest))
		return fault_set(fault, RC_CONFLICT, "draft_exists", "contracts: the campaign has a draft already");
	TRY(insert_draft(conn, command, latest ? wire_get_int(latest, "number", 0) + 1 : 1, published, fault));
	return audit_append(conn, &command->audit, fault);
}

/* Changes the draft of that version. */
static enum rc change_draft(struct conn *conn, const struct contract_command *command, const bson_t *set,
                            struct arena *arena, const bson_t **after, struct fault *fault)
{
	BSON(when);
	BSON(update);
	const struct cas cas = {.collection = CONTRACTS,
	                        .id = command->id,
	                        .version = command->version,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "contract_published"};

	put_state(&when, "draft");
	wire_put_document(&update, "$set", set);
	TRY(cas_update(conn, &cas, arena, after, fault));
	return audit_append(conn, &command->audit, fault);
}

enum rc contract_save(struct conn *conn, const struct contract_command *command, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);

	wire_bson_write(&set, "", &wire_contract_shape, command->edit);
	return change_draft(conn, command, &set, arena, NULL, fault);
}

/* Marked first, so that version and state are judged as for any change. */
enum rc contract_discard(struct conn *conn, const struct contract_command *command, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	BSON(filter);

	put_state(&set, "draft");
	TRY(change_draft(conn, command, &set, arena, NULL, fault));
	wire_put_id(&filter, "_id", &command->id);
	return conn_delete_many(conn, CONTRACTS, &filter, NULL, fault);
}

/* ---- what it lacks ---- */

static size_t read_clauses(const bson_t *row, struct arena *arena, struct contract_clause *clauses)
{
	bson_t rows, one, accepts;
	bson_iter_t iter;
	size_t count = 0;

	if (!wire_get_document(row, "clauses", &rows) || !bson_iter_init(&iter, &rows))
		return 0;
	while (bson_iter_next(&iter) && count < READING_CLAUSES_MAX) {
		struct contract_clause *clause = &clauses[count];
		const char *kind, *title, *text;

		if (!wire_bson_inner(&iter, &one))
			continue;
		kind = wire_get_text(&one, "kind");
		title = wire_get_text(&one, "title");
		text = wire_get_text(&one, "text");
		*clause = (struct contract_clause){.title = title ? arena_strdup(arena, title) : "",
		                                   .text = text ? arena_strdup(arena, text) : "",
		                                   .kind = READING_STATEMENT};
		if (kind)
			(void)reading_clause_kind_parse(kind, &clause->kind);
		if (wire_get_document(&one, "accepts", &accepts))
			clause->accepts = bson_count_keys(&accepts);
		count++;
	}
	return count;
}

/* Every problem as a wrong field: "clauses[3].text". */
static enum rc refuse_incomplete(const bson_t *row, const struct contract_command *command, struct fault *fault)
{
	struct arena *arena = command->arena;
	struct contract_clause *clauses = arena_array(arena, READING_CLAUSES_MAX, sizeof *clauses);
	struct contract_problem *problems = arena_array(arena, CONTRACT_PROBLEMS_MAX, sizeof *problems);
	size_t count = read_clauses(row, arena, clauses), found = contract_check(clauses, count, problems);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < found; i++) {
		const char *member = contract_member_name(problems[i].member);

		if (problems[i].member != CONTRACT_CLAUSES)
			member = arena_printf(arena, "clauses[%zu].%s", problems[i].clause, member);
		rc = fault_field(fault, member, problems[i].code);
	}
	return rc;
}

/* ---- publishing ---- */

static enum rc put_in_force(struct conn *conn, const struct id *campaign_id, const struct id *contract_id,
                            struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(set);
	BSON(update);
	BSON(fields);
	const struct cas cas = {.collection = "campaigns",
	                        .id = *campaign_id,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .fields = &fields};

	wire_put_int(&fields, "version", 1);
	wire_put_id(&set, "contract_id", contract_id);
	wire_put_document(&update, "$set", &set);
	return cas_update(conn, &cas, arena, NULL, fault);
}

enum rc contract_publish(struct conn *conn, const struct contract_command *command, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	const bson_t *row;
	struct id campaign_id;

	put_state(&set, "published");
	wire_put_ms(&set, "published_at", command->audit.at_ms);
	TRY(change_draft(conn, command, &set, arena, &row, fault));
	TRY(refuse_incomplete(row, command, fault));
	campaign_id = wire_get_id(row, "campaign_id");
	return put_in_force(conn, &campaign_id, &command->id, fault);
}

/* ---- reading ---- */

static enum rc reach_campaign(struct conn *conn, const struct scope *scope, const struct id *id, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(fields);
	const struct rows_query query = {
		.collection = "campaigns", .fields = &fields, .scope = scope, .rule = &by_team};
	const bson_t *row;

	wire_put_int(&fields, "_id", 1);
	return rows_one(conn, &query, id, arena, &row, fault);
}

/* One version of a campaign that the scope reaches. */
static enum rc reach(struct conn *conn, const struct scope *scope, const struct id *id, struct arena *arena,
                     const bson_t **row, struct fault *fault)
{
	const struct rows_query query = {.collection = CONTRACTS, .scope = &scope_all};
	struct id campaign_id;
	enum rc rc;

	TRY(rows_one(conn, &query, id, arena, row, fault));
	campaign_id = wire_get_id(*row, "campaign_id");
	rc = reach_campaign(conn, scope, &campaign_id, fault);
	return rc == RC_NOT_FOUND
	               ? fault_set(fault, RC_NOT_FOUND, "not_found", "contracts: no such row for this caller")
	               : rc;
}

enum rc contracts_page_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                            const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	static const char *const shown[] = {"campaign_id",  "number",  "state",
	                                    "published_at", "version", "created_at"};
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = CONTRACTS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .sort = "number",
	                                 .descending = true,
	                                 .limit = limit,
	                                 .after = after};

	TRY(reach_campaign(conn, scope, campaign_id, fault));
	wire_put_id(&filter, "campaign_id", campaign_id);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	return rows_page_json(conn, &query, out, fault);
}

enum rc contract_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                      int64_t *version, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	const bson_t *row;

	TRY(reach(conn, scope, id, arena, &row, fault));
	*version = wire_get_int(row, "version", 0);
	return wire_json_document(out, row, NULL)
	               ? RC_OK
	               : fault_set(fault, RC_BROKEN, "stored_document", "contracts: a stored one is corrupt");
}

/* ---- the preview ---- */

static void write_fields(struct buf *out)
{
	buf_text(out, "{\"fields\":[");
	for (int field = 0; field < MERGE_FIELD_COUNT; field++) {
		const char *sample = contract_sample((enum merge_field)field);

		buf_printf(out, "%s{\"name\":\"%s\",\"sample\":", field ? "," : "",
		           merge_field_name((enum merge_field)field));
		buf_json_string(out, sample, strlen(sample));
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

/* The text up to its first mistake, in literal parts and fields. */
static void write_parts(struct buf *out, const char *text)
{
	const char *rest = text, *separator = "";
	struct merge_piece piece;

	buf_text(out, ",\"parts\":[");
	while (*rest && merge_next(&rest, &piece) == MERGE_OK) {
		const char *words = piece.is_field ? contract_sample(piece.field) : piece.text;

		buf_printf(out, "%s{\"text\":", separator);
		buf_json_string(out, words, piece.is_field ? strlen(words) : piece.length);
		if (piece.is_field)
			buf_printf(out, ",\"field\":\"%s\"", merge_field_name(piece.field));
		buf_char(out, '}');
		separator = ",";
	}
	buf_char(out, ']');
}

static void write_clauses(struct buf *out, const struct contract_clause *clauses, size_t count)
{
	buf_text(out, ",\"clauses\":[");
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s{\"title\":", i ? "," : "");
		buf_json_string(out, clauses[i].title, strlen(clauses[i].title));
		buf_printf(out, ",\"kind\":\"%s\"", reading_clause_kind_name(clauses[i].kind));
		write_parts(out, clauses[i].text);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void write_problems(struct buf *out, const struct contract_problem *problems, size_t count)
{
	buf_text(out, ",\"problems\":[");
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s{\"member\":\"%s\",\"code\":\"%s\",\"at\":%zu", i ? "," : "",
		           contract_member_name(problems[i].member), problems[i].code, problems[i].at);
		if (problems[i].member != CONTRACT_CLAUSES)
			buf_printf(out, ",\"clause\":%zu", problems[i].clause);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static enum rc count_live(struct conn *conn, const struct id *campaign_id, int64_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_text(&filter, "state", "talking");
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "calls", &filter, &opts);
	for (*count = 0; conn_next(conn, cursor, &row, &rc, fault);)
		++*count;
	return rc;
}

enum rc contract_preview_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                              struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	struct contract_clause *clauses = arena_array(arena, READING_CLAUSES_MAX, sizeof *clauses);
	struct contract_problem *problems = arena_array(arena, CONTRACT_PROBLEMS_MAX, sizeof *problems);
	struct id campaign_id;
	const bson_t *row;
	int64_t live;
	size_t count;

	TRY(reach(conn, scope, id, arena, &row, fault));
	campaign_id = wire_get_id(row, "campaign_id");
	TRY(count_live(conn, &campaign_id, &live, fault));
	count = read_clauses(row, arena, clauses);
	write_fields(out);
	write_clauses(out, clauses, count);
	write_problems(out, problems, contract_check(clauses, count, problems));
	buf_printf(out, ",\"live_calls\":%lld}", (long long)live);
	return RC_OK;
}

/* ---- what a call reads ---- */

static bool holds_at(const bson_t *row, int64_t at_ms)
{
	return is_published(row) && wire_get_ms(row, "published_at", 0) <= at_ms;
}

/* The newest of those before `number` that was published by then; *row stays when there is none. */
static enum rc find_earlier(struct conn *conn, const struct id *campaign_id, int64_t number, int64_t at_ms,
                            struct arena *arena, const bson_t **row, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *earlier;
	enum rc rc;

	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_op_int(&filter, "number", "$lt", number);
	wire_put_int(&sort, "number", -1);
	wire_put_document(&opts, "sort", &sort);
	CURSOR(cursor) = conn_find(conn, CONTRACTS, &filter, &opts);
	while (conn_next(conn, cursor, &earlier, &rc, fault)) {
		if (!holds_at(earlier, at_ms))
			continue;
		*row = wire_bson_keep(arena, earlier);
		break;
	}
	return rc;
}

enum rc contract_of_call(struct conn *conn, const struct id *campaign_id, const struct id *in_force,
                         int64_t answered_ms, struct arena *arena, const bson_t **contract, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "_id", in_force);
	TRY(conn_find_one(conn, CONTRACTS, &filter, NULL, arena, &row, fault));
	if (!row || !is_published(row))
		return fault_set(fault, RC_CONFLICT, "contract_missing", "the campaign has no published contract");
	if (!holds_at(row, answered_ms))
		TRY(find_earlier(conn, campaign_id, wire_get_int(row, "number", 0), answered_ms, arena, &row, fault));
	*contract = row;
	return RC_OK;
}
