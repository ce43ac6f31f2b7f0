#include "store/lead_lists.h"

#include "domain/lead.h"
#include "store/cas.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/txn.h"

#include <sodium.h>
#include <string.h>

#define LISTS "lead_lists"

static void shown_fields(bson_t *fields)
{
	static const char *const hidden[] = {"blob_id", "size", "sha256", "imported_to", "created_by"};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		wire_put_int(fields, hidden[i], 0);
}

enum rc lead_list_insert(struct conn *conn, const struct lead_list_new *list, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(campaign);
	BSON(row);
	const bson_t *found;
	static const char *const zeros[] = {"rows", "accepted", "duplicates", "suppressed", "refused"};

	wire_put_id(&campaign, "_id", &list->campaign_id);
	TRY(conn_find_one(conn, "campaigns", &campaign, NULL, arena, &found, fault));
	if (!found)
		return fault_field(fault, "campaign_id", "unknown");
	wire_put_id(&row, "_id", &list->id);
	wire_put_id(&row, "campaign_id", &list->campaign_id);
	wire_put_text(&row, "name", list->name);
	wire_put_text(&row, "origin", list->origin);
	wire_put_text(&row, "consent_basis", list->consent_basis);
	wire_put_text(&row, "state", "uploading");
	wire_put_id(&row, "blob_id", &list->blob_id);
	wire_put_int(&row, "size", list->size);
	wire_put_text(&row, "sha256", list->sha256);
	for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
		wire_put_int(&row, zeros[i], 0);
	wire_put_int(&row, "imported_to", 2);
	wire_put_id(&row, "created_by", &list->created_by);
	wire_put_ms(&row, "created_at", list->now_ms);
	wire_put_int(&row, "version", 1);
	return conn_insert(conn, LISTS, &row, fault);
}

enum rc lead_list_get(struct conn *conn, const struct id *id, struct arena *arena, struct lead_list *list,
                      struct fault *fault)
{
	const struct rows_query query = {.collection = LISTS, .scope = &scope_all};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	*list = (struct lead_list){
		.id = *id,
		.campaign_id = wire_get_id(row, "campaign_id"),
		.blob_id = wire_get_id(row, "blob_id"),
		.state = wire_get_text(row, "state"),
		.imported_to = wire_get_int(row, "imported_to", 2),
		.version = wire_get_int(row, "version", 1),
		.size = wire_get_int(row, "size", 0),
		.sha256 = wire_get_text(row, "sha256"),
	};
	return RC_OK;
}

enum rc lead_list_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = LISTS, .scope = &scope_all, .fields = &fields};

	shown_fields(&fields);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc lead_lists_json(struct conn *conn, const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = LISTS,
	                                 .scope = &scope_all,
	                                 .fields = &fields,
	                                 .descending = true,
	                                 .after = after,
	                                 .limit = limit};

	shown_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}

enum rc lead_list_refusals_json(struct conn *conn, const struct id *id, const char *after, int64_t limit,
                                struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = "lead_refusals",
	                                 .scope = &scope_all,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .sort = "line",
	                                 .after = after,
	                                 .limit = limit};

	wire_put_id(&filter, "lead_list_id", id);
	wire_put_int(&fields, "line", 1);
	wire_put_int(&fields, "reason", 1);
	return rows_page_json(conn, &query, out, fault);
}

enum rc lead_list_complete_file(struct conn *conn, const struct blob_vault *vault, const struct lead_list *list,
                                struct arena *arena, struct fault *fault)
{
	int64_t pieces = (list->size + BLOB_PIECE_BYTES - 1) / BLOB_PIECE_BYTES;
	uint8_t sha256[BLOB_SHA256_BYTES];
	size_t length = 0;
	struct blob blob;

	if (sodium_hex2bin(sha256, sizeof sha256, list->sha256, strlen(list->sha256), NULL, &length, NULL) != 0 ||
	    length != sizeof sha256)
		return fault_set(fault, RC_BROKEN, "sha256", "the stored hash of the list's file is none");
	return blob_complete(conn, vault, &list->blob_id, pieces, sha256, arena, &blob, fault);
}

/* ---- changes of the list itself ---- */

static enum rc tell_progress(struct conn *conn, const bson_t *list, int64_t now_ms, struct fault *fault)
{
	BSON(data);
	static const char *const counts[] = {"rows", "accepted", "duplicates", "suppressed", "refused"};
	const struct id id = wire_get_id(list, "_id");
	const struct event event = {.type = "lead_list.progress",
	                            .at_ms = now_ms,
	                            .campaign_id = wire_get_id(list, "campaign_id"),
	                            .lead_list_id = id,
	                            .subject_kind = "lead_list",
	                            .subject_id = id,
	                            .channels = {"admin", "floor"},
	                            .data = &data};

	wire_put_id(&data, "lead_list_id", &id);
	wire_put_text(&data, "state", wire_get_text(list, "state"));
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wire_put_int(&data, counts[i], wire_get_int(list, counts[i], 0));
	return event_append(conn, &event, fault);
}

static enum rc change_state(struct conn *conn, const struct id *id, const char *from, const bson_t *update,
                            int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 2048, 1 << 16);
	BSON(when);
	const struct cas cas = {.collection = LISTS,
	                        .id = *id,
	                        .when = &when,
	                        .update = update,
	                        .scope = &scope_all,
	                        .conflict = "state"};
	const bson_t *after;

	wire_put_text(&when, "state", from);
	TRY(cas_update(conn, &cas, arena, &after, fault));
	return tell_progress(conn, after, now_ms, fault);
}

enum rc lead_list_begin_import(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	BSON(set);
	BSON(update);

	wire_put_text(&set, "state", "importing");
	wire_put_document(&update, "$set", &set);
	return change_state(conn, id, "uploading", &update, now_ms, fault);
}

struct finish {
	const struct id *id;
	const char *error;
	int64_t now_ms;
};

static enum rc finish_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct finish *finish = context;
	BSON(set);
	BSON(update);

	wire_put_text(&set, "state", finish->error ? "failed" : "ready");
	wire_put_text(&set, "error", finish->error);
	wire_put_ms(&set, "finished_at", finish->now_ms);
	wire_put_document(&update, "$set", &set);
	return change_state(conn, finish->id, "importing", &update, finish->now_ms, fault);
}

enum rc lead_list_finish(struct store *store, const struct id *id, const char *error, int64_t now_ms,
                         struct fault *fault)
{
	struct finish finish = {.id = id, .error = error, .now_ms = now_ms};

	return txn_run(store, finish_body, &finish, fault);
}

enum rc lead_lists_importing(struct conn *conn, struct id *ids, size_t max, size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	wire_put_text(&filter, "state", "importing");
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, LISTS, &filter, &opts);
	while (*count < max && conn_next(conn, cursor, &row, &rc, fault))
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

/* ---- a batch ---- */

enum fate { FATE_LEAD, FATE_DUPLICATE, FATE_SUPPRESSED, FATE_REFUSED, FATE_COUNT };

struct sorting {
	const struct lead_batch *batch;
	enum fate fates[LEAD_BATCH_MAX];
	int64_t counts[FATE_COUNT];
};

/* Marks the rows whose phone stands in the collection. */
static enum rc mark_known(struct conn *conn, struct sorting *sorting, const char *collection, bson_t *filter,
                          enum fate fate, struct fault *fault)
{
	const struct lead_batch *batch = sorting->batch;
	const char *phones[LEAD_BATCH_MAX];
	BSON(opts);
	BSON(fields);
	enum rc rc = RC_OK;
	const bson_t *row;
	size_t count = 0;

	for (size_t i = 0; i < batch->count; i++)
		if (sorting->fates[i] == FATE_LEAD)
			phones[count++] = batch->rows[i].phones[0];
	wire_put_in_texts(filter, "phone", phones, count);
	wire_put_int(&fields, "phone", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, collection, filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		const char *phone = wire_get_text(row, "phone");
		for (size_t i = 0; i < batch->count; i++)
			if (sorting->fates[i] == FATE_LEAD && strcmp(batch->rows[i].phones[0], phone) == 0)
				sorting->fates[i] = fate;
	}
	return rc;
}

/* The first row of a phone is the lead; later ones of the same batch repeat it. */
static void mark_repeats(struct sorting *sorting)
{
	const struct lead_batch *batch = sorting->batch;

	for (size_t i = 0; i < batch->count; i++) {
		for (size_t k = 0; k < i && sorting->fates[i] == FATE_LEAD; k++)
			if (sorting->fates[k] != FATE_REFUSED &&
			    strcmp(batch->rows[k].phones[0], batch->rows[i].phones[0]) == 0)
				sorting->fates[i] =
					sorting->fates[k] == FATE_SUPPRESSED ? FATE_SUPPRESSED : FATE_DUPLICATE;
	}
}

static enum rc sort_rows(struct conn *conn, struct sorting *sorting, struct fault *fault)
{
	const struct lead_batch *batch = sorting->batch;
	BSON(leads);
	BSON(suppressions);

	for (size_t i = 0; i < batch->count; i++)
		sorting->fates[i] = batch->rows[i].refusal                  ? FATE_REFUSED
		                    : batch->excluded && batch->excluded[i] ? FATE_SUPPRESSED
		                                                            : FATE_LEAD;
	wire_put_text(&suppressions, "origin", "own");
	TRY(mark_known(conn, sorting, "suppressions", &suppressions, FATE_SUPPRESSED, fault));
	wire_put_id(&leads, "campaign_id", &batch->list->campaign_id);
	TRY(mark_known(conn, sorting, "leads", &leads, FATE_DUPLICATE, fault));
	mark_repeats(sorting);
	memset(sorting->counts, 0, sizeof sorting->counts);
	for (size_t i = 0; i < batch->count; i++)
		sorting->counts[sorting->fates[i]]++;
	return RC_OK;
}

static bson_t *lead_document(struct arena *arena, const struct lead_batch *batch, const struct lead_row *from)
{
	BSON(row);
	struct id id = id_new(batch->now_ms);
	const char *further[LEAD_PHONES_MAX];

	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "campaign_id", &batch->list->campaign_id);
	wire_put_id(&row, "lead_list_id", &batch->list->id);
	wire_put_text(&row, "name", *from->name ? from->name : NULL);
	wire_put_text(&row, "city", *from->city ? from->city : NULL);
	wire_put_text(&row, "phone", from->phones[0]);
	for (size_t i = 1; i < from->phones_count; i++)
		further[i - 1] = from->phones[i];
	wire_put_texts(&row, "phones", further, from->phones_count - 1);
	wire_put_int(&row, "line", from->line);
	wire_put_text(&row, "state", lead_state_name(LEAD_NEW));
	wire_put_ms(&row, "next_at", 0);
	wire_put_int(&row, "priority", 0);
	wire_put_int(&row, "attempts_today", 0);
	wire_put_int(&row, "attempts_total", 0);
	wire_put_int(&row, "rejections", 0);
	wire_put_ms(&row, "created_at", batch->now_ms);
	wire_put_int(&row, "version", 1);
	return wire_bson_keep(arena, &row);
}

static bson_t *refusal_document(struct arena *arena, const struct lead_batch *batch, const struct lead_row *from,
                                enum fate fate)
{
	static const char *const reasons[] = {[FATE_DUPLICATE] = "duplicate", [FATE_SUPPRESSED] = "suppressed"};
	BSON(row);
	struct id id = id_new(batch->now_ms);

	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "lead_list_id", &batch->list->id);
	wire_put_int(&row, "line", from->line);
	wire_put_text(&row, "reason", fate == FATE_REFUSED ? from->refusal : reasons[fate]);
	wire_put_ms(&row, "at", batch->now_ms);
	return wire_bson_keep(arena, &row);
}

static enum rc insert_rows(struct conn *conn, const struct sorting *sorting, struct arena *arena, struct fault *fault)
{
	const struct lead_batch *batch = sorting->batch;
	const bson_t *leads[LEAD_BATCH_MAX], *refusals[LEAD_BATCH_MAX];
	size_t leads_count = 0, refusals_count = 0;

	for (size_t i = 0; i < batch->count; i++) {
		if (sorting->fates[i] == FATE_LEAD)
			leads[leads_count++] = lead_document(arena, batch, &batch->rows[i]);
		else
			refusals[refusals_count++] =
				refusal_document(arena, batch, &batch->rows[i], sorting->fates[i]);
	}
	if (leads_count)
		TRY(conn_insert_many(conn, "leads", leads, leads_count, NULL, fault));
	if (refusals_count)
		TRY(conn_insert_many(conn, "lead_refusals", refusals, refusals_count, NULL, fault));
	return RC_OK;
}

static enum rc advance(struct conn *conn, const struct sorting *sorting, struct arena *arena, struct fault *fault)
{
	static const char *const names[] = {[FATE_LEAD] = "accepted",
	                                    [FATE_DUPLICATE] = "duplicates",
	                                    [FATE_SUPPRESSED] = "suppressed",
	                                    [FATE_REFUSED] = "refused"};
	const struct lead_batch *batch = sorting->batch;
	BSON(when);
	BSON(set);
	BSON(inc);
	BSON(update);
	const struct cas cas = {.collection = LISTS,
	                        .id = batch->list->id,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "superseded"};
	const bson_t *after;

	wire_put_text(&when, "state", "importing");
	wire_put_int(&when, "imported_to", batch->list->imported_to);
	wire_put_int(&set, "imported_to", batch->rows[batch->count - 1].line + 1);
	wire_put_int(&inc, "rows", (int64_t)batch->count);
	for (size_t fate = 0; fate < FATE_COUNT; fate++)
		wire_put_int(&inc, names[fate], sorting->counts[fate]);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	TRY(cas_update(conn, &cas, arena, &after, fault));
	return tell_progress(conn, after, batch->now_ms, fault);
}

static enum rc batch_body(struct conn *conn, void *context, struct fault *fault)
{
	ARENA(arena, 64 * 1024, 16 << 20);
	struct sorting *sorting = context;

	TRY(sort_rows(conn, sorting, fault));
	TRY(advance(conn, sorting, arena, fault));
	return insert_rows(conn, sorting, arena, fault);
}

enum rc lead_list_import_batch(struct store *store, const struct lead_batch *batch, struct fault *fault)
{
	enum { TRIES = 5 };
	struct sorting sorting = {.batch = batch};
	enum rc rc = RC_OK;

	/* Another list of the campaign may bring the same phone in between: look again. */
	for (int i = 0; i < TRIES; i++) {
		rc = txn_run(store, batch_body, &sorting, fault);
		if (rc != RC_CONFLICT || strcmp(fault->code, "duplicate") != 0)
			return rc;
	}
	return rc;
}
