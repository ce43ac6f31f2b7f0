#include "store/lead_batches.h"

#include "store/cas.h"
#include "store/registry_answers.h"
#include "store/txn.h"

#include <stdlib.h>
#include <string.h>

enum fate { FATE_LEAD, FATE_DUPLICATE, FATE_SUPPRESSED, FATE_REFUSED, FATE_COUNT };

/* One number of one row, to be found by its text. */
struct number {
	const char *phone;
	size_t row, n;
};

struct sorting {
	const struct lead_batch *batch;
	struct arena *arena;
	enum fate fates[LEAD_BATCH_MAX];
	const char *reasons[LEAD_BATCH_MAX]; /* of what is left out */
	uint8_t dropped[LEAD_BATCH_MAX];     /* bit n: phone n of the row may not be called */
	int64_t counts[FATE_COUNT];
};

/* ---- the numbers that are known already ---- */

struct numbers {
	struct number *items; /* by phone, then row */
	size_t count;
};

static int compare_numbers(const void *a, const void *b)
{
	const struct number *x = a, *y = b;
	int order = strcmp(x->phone, y->phone);

	return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

/* The first number with that text, or one past the last. */
static size_t find_number(const struct numbers *numbers, const char *phone)
{
	size_t low = 0, high = numbers->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(numbers->items[middle].phone, phone) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

typedef void mark_number(struct sorting *sorting, const struct number *number);

/* Calls mark for each number that stands in a row of the collection. */
static enum rc mark_known(struct conn *conn, struct sorting *sorting, const struct numbers *numbers,
                          const char *collection, bson_t *filter, mark_number *mark, struct fault *fault)
{
	const char **phones = arena_array(sorting->arena, numbers->count + 1, sizeof *phones);
	BSON(opts);
	BSON(fields);
	enum rc rc = RC_OK;
	const bson_t *row;

	for (size_t i = 0; i < numbers->count; i++)
		phones[i] = numbers->items[i].phone;
	wire_put_in_texts(filter, "phone", phones, numbers->count);
	wire_put_int(&fields, "phone", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, collection, filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		const char *phone = wire_get_text(row, "phone");
		for (size_t i = find_number(numbers, phone);
		     i < numbers->count && strcmp(numbers->items[i].phone, phone) == 0; i++)
			mark(sorting, &numbers->items[i]);
	}
	return rc;
}

/* ---- what becomes of each row ---- */

static void set_fate(struct sorting *sorting, size_t row, enum fate fate, const char *reason)
{
	sorting->fates[row] = fate;
	sorting->reasons[row] = reason;
}

static void drop_number(struct sorting *sorting, const struct number *number, const char *reason)
{
	sorting->dropped[number->row] |= (uint8_t)(1 << number->n);
	sorting->reasons[number->row] = reason;
}

static void mark_excluded(struct sorting *sorting, const struct number *number)
{
	drop_number(sorting, number, "excluded");
}

static void mark_opted_out(struct sorting *sorting, const struct number *number)
{
	drop_number(sorting, number, "opted_out");
}

static void mark_duplicate(struct sorting *sorting, const struct number *number)
{
	set_fate(sorting, number->row, FATE_DUPLICATE, "duplicate");
}

/* The number that is called first: LEAD_PHONES_MAX when none is left. */
static size_t first_phone(const struct sorting *sorting, size_t row)
{
	for (size_t n = 0; n < sorting->batch->rows[row].phones_count; n++)
		if (!(sorting->dropped[row] & 1 << n))
			return n;
	return LEAD_PHONES_MAX;
}

static void begin_fates(struct sorting *sorting)
{
	const struct lead_batch *batch = sorting->batch;

	for (size_t i = 0; i < batch->count; i++) {
		sorting->dropped[i] = batch->excluded ? batch->excluded[i] : 0;
		set_fate(sorting, i, batch->rows[i].refusal ? FATE_REFUSED : FATE_LEAD,
		         batch->rows[i].refusal ? batch->rows[i].refusal
		         : sorting->dropped[i]  ? "excluded"
		                                : NULL);
	}
}

/* All numbers of the rows that are leads so far; with first_only that which is called first. */
static struct numbers collect_numbers(struct sorting *sorting, bool first_only)
{
	const struct lead_batch *batch = sorting->batch;
	struct numbers numbers = {
		.items = arena_array(sorting->arena, batch->count * LEAD_PHONES_MAX, sizeof *numbers.items)};

	for (size_t i = 0; i < batch->count; i++) {
		const struct lead_row *row = &batch->rows[i];
		size_t first = first_phone(sorting, i);

		if (sorting->fates[i] != FATE_LEAD)
			continue;
		for (size_t n = 0; n < row->phones_count; n++)
			if (!first_only || n == first)
				numbers.items[numbers.count++] = (struct number){row->phones[n], i, n};
	}
	qsort(numbers.items, numbers.count, sizeof *numbers.items, compare_numbers);
	return numbers;
}

static enum rc drop_suppressed(struct conn *conn, struct sorting *sorting, struct fault *fault)
{
	const struct numbers numbers = collect_numbers(sorting, false);
	BSON(own);
	BSON(registry);

	registry_put_excluding(&registry, CONTACT_CALL, sorting->batch->now_ms);
	TRY(mark_known(conn, sorting, &numbers, "registry_answers", &registry, mark_excluded, fault));
	wire_put_text(&own, "origin", "own");
	TRY(mark_known(conn, sorting, &numbers, "suppressions", &own, mark_opted_out, fault));
	for (size_t i = 0; i < sorting->batch->count; i++)
		if (sorting->fates[i] == FATE_LEAD && first_phone(sorting, i) == LEAD_PHONES_MAX)
			sorting->fates[i] = FATE_SUPPRESSED;
	return RC_OK;
}

/* The first row of a number is the lead; later ones of the same batch repeat it. */
static enum rc drop_duplicates(struct conn *conn, struct sorting *sorting, struct fault *fault)
{
	const struct numbers numbers = collect_numbers(sorting, true);
	BSON(campaign);

	for (size_t i = 1; i < numbers.count; i++)
		if (strcmp(numbers.items[i - 1].phone, numbers.items[i].phone) == 0)
			mark_duplicate(sorting, &numbers.items[i]);
	wire_put_id(&campaign, "campaign_id", &sorting->batch->list->campaign_id);
	return mark_known(conn, sorting, &numbers, "leads", &campaign, mark_duplicate, fault);
}

static enum rc sort_rows(struct conn *conn, struct sorting *sorting, struct fault *fault)
{
	begin_fates(sorting);
	TRY(drop_suppressed(conn, sorting, fault));
	TRY(drop_duplicates(conn, sorting, fault));
	memset(sorting->counts, 0, sizeof sorting->counts);
	for (size_t i = 0; i < sorting->batch->count; i++)
		sorting->counts[sorting->fates[i]]++;
	return RC_OK;
}

/* ---- what is written ---- */

static bson_t *lead_document(const struct sorting *sorting, size_t at)
{
	const struct lead_batch *batch = sorting->batch;
	const struct lead_row *from = &batch->rows[at];
	BSON(row);
	struct id id = id_new(batch->now_ms);
	size_t first = first_phone(sorting, at), count = 0;
	const char *further[LEAD_PHONES_MAX];

	for (size_t n = first + 1; n < from->phones_count; n++)
		if (!(sorting->dropped[at] & 1 << n))
			further[count++] = from->phones[n];
	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "campaign_id", &batch->list->campaign_id);
	wire_put_id(&row, "lead_list_id", &batch->list->id);
	wire_put_text(&row, "name", *from->name ? from->name : NULL);
	wire_put_text(&row, "city", *from->city ? from->city : NULL);
	wire_put_text(&row, "phone", from->phones[first]);
	wire_put_texts(&row, "phones", further, count);
	wire_put_int(&row, "line", from->line);
	wire_put_text(&row, "state", lead_state_name(LEAD_NEW));
	wire_put_ms(&row, "next_at", 0);
	wire_put_int(&row, "priority", 0);
	wire_put_int(&row, "attempts_today", 0);
	wire_put_int(&row, "attempts_total", 0);
	wire_put_int(&row, "rejections", 0);
	wire_put_ms(&row, "created_at", batch->now_ms);
	wire_put_int(&row, "version", 1);
	return wire_bson_keep(sorting->arena, &row);
}

static bson_t *refusal_document(const struct sorting *sorting, size_t at)
{
	const struct lead_batch *batch = sorting->batch;
	BSON(row);
	struct id id = id_new(batch->now_ms);

	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "lead_list_id", &batch->list->id);
	wire_put_int(&row, "line", batch->rows[at].line);
	wire_put_text(&row, "reason", sorting->reasons[at]);
	wire_put_ms(&row, "at", batch->now_ms);
	return wire_bson_keep(sorting->arena, &row);
}

static enum rc insert_rows(struct conn *conn, const struct sorting *sorting, struct fault *fault)
{
	const bson_t *leads[LEAD_BATCH_MAX], *refusals[LEAD_BATCH_MAX];
	size_t leads_count = 0, refusals_count = 0;

	for (size_t i = 0; i < sorting->batch->count; i++) {
		if (sorting->fates[i] == FATE_LEAD)
			leads[leads_count++] = lead_document(sorting, i);
		else
			refusals[refusals_count++] = refusal_document(sorting, i);
	}
	if (leads_count)
		TRY(conn_insert_many(conn, "leads", leads, leads_count, NULL, fault));
	if (refusals_count)
		TRY(conn_insert_many(conn, "lead_refusals", refusals, refusals_count, NULL, fault));
	return RC_OK;
}

/* How many rows were left out for each reason: {"reasons.duplicate": 3, …}. */
static void put_reasons(const struct sorting *sorting, bson_t *inc)
{
	enum { REASONS_MAX = 16 };
	const char *words[REASONS_MAX];
	int64_t counts[REASONS_MAX] = {0};
	size_t known = 0, k;

	for (size_t i = 0; i < sorting->batch->count; i++) {
		if (sorting->fates[i] == FATE_LEAD)
			continue;
		for (k = 0; k < known && strcmp(words[k], sorting->reasons[i]) != 0; k++)
			;
		assert(k < REASONS_MAX); /* the words are ours */
		if (k == known)
			words[known++] = sorting->reasons[i];
		counts[k]++;
	}
	for (k = 0; k < known; k++)
		wire_put_int(inc, arena_printf(sorting->arena, "reasons.%s", words[k]), counts[k]);
}

static enum rc advance(struct conn *conn, const struct sorting *sorting, struct fault *fault)
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
	const struct cas cas = {.collection = "lead_lists",
	                        .id = batch->list->id,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "superseded"};
	const bson_t *after;

	wire_put_text(&when, "state", "importing");
	wire_put_int(&when, "imported_to", batch->list->imported_to);
	wire_put_int(&set, "imported_to", batch->rows[batch->count - 1].line + 1);
	wire_put_int(&set, "read_bytes", batch->read_bytes);
	if (batch->held_ms)
		wire_put_ms(&set, "held_until", batch->held_ms);
	wire_put_int(&inc, "rows", (int64_t)batch->count);
	for (size_t fate = 0; fate < FATE_COUNT; fate++)
		wire_put_int(&inc, names[fate], sorting->counts[fate]);
	put_reasons(sorting, &inc);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	TRY(cas_update(conn, &cas, sorting->arena, &after, fault));
	return lead_list_tell(conn, after, batch->now_ms, fault);
}

static enum rc batch_body(struct conn *conn, void *context, struct fault *fault)
{
	ARENA(arena, 64 * 1024, 16 << 20);
	struct sorting *sorting = context;

	sorting->arena = arena;
	TRY(sort_rows(conn, sorting, fault));
	TRY(advance(conn, sorting, fault));
	return insert_rows(conn, sorting, fault);
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

mongoc_cursor_t *lead_refusals_find(struct conn *conn, const struct id *list_id)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);

	wire_put_id(&filter, "lead_list_id", list_id);
	wire_put_int(&sort, "line", 1);
	wire_put_document(&opts, "sort", &sort);
	return conn_find(conn, "lead_refusals", &filter, &opts);
}
