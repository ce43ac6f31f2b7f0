#include "store/counters.h"

#include "store/bulk.h"

#include <stdio.h>

enum { INSERT_ROWS = 1000, PATH_MAX_BYTES = 80 };

static const char *path_of(size_t counter, char path[PATH_MAX_BYTES])
{
	snprintf(path, PATH_MAX_BYTES, "n.%s", kpi_counter_field(counter));
	return path;
}

static void put_id_or_null(bson_t *document, const char *key, const struct id *id)
{
	if (id_is_none(id))
		wire_put_null(document, key);
	else
		wire_put_id(document, key, id);
}

static void put_key(bson_t *document, const struct tally_key *key)
{
	wire_put_text(document, "period", tally_period_name(key->period));
	wire_put_ms(document, "at", key->at_ms);
	put_id_or_null(document, "campaign_id", &key->campaign_id);
	put_id_or_null(document, "team_id", &key->team_id);
	put_id_or_null(document, "agent_id", &key->agent_id);
}

/* {$inc: {"n.x": …}}; false when all of the row's sums are 0. */
static bool put_increments(bson_t *update, const struct tally_row *row)
{
	BSON(increments);
	char path[PATH_MAX_BYTES];

	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++)
		if (row->sums.value[i])
			wire_put_int(&increments, path_of(i, path), row->sums.value[i]);
	wire_put_document(update, "$inc", &increments);
	return !bson_empty(&increments);
}

enum rc counters_add(struct conn *conn, const struct tally *tally, struct fault *fault)
{
	BULK(bulk, conn, "counters");

	for (size_t i = 0; i < tally_count(tally); i++) {
		BSON(filter);
		BSON(update);

		put_key(&filter, &tally_row(tally, i)->key);
		if (put_increments(&update, tally_row(tally, i)))
			bulk_update(&bulk, &filter, &update, true);
	}
	return bulk_run(&bulk, NULL, fault);
}

/* ---- reading ---- */

static bool read_row(const bson_t *document, struct tally_row *row)
{
	const char *period = wire_get_text(document, "period");
	char path[PATH_MAX_BYTES];

	*row = (struct tally_row){
		.key = {.at_ms = wire_get_ms(document, "at", 0),
	                .campaign_id = wire_get_id(document, "campaign_id"),
	                .team_id = wire_get_id(document, "team_id"),
	                .agent_id = wire_get_id(document, "agent_id")},
	};
	if (!period || !tally_period_parse(period, &row->key.period))
		return false;
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++)
		row->sums.value[i] = wire_get_int(document, path_of(i, path), 0);
	return true;
}

enum rc counters_each(struct conn *conn, const struct counters_filter *filter,
                      void (*on_row)(void *context, const struct tally_row *row), void *context, struct fault *fault)
{
	BSON(query);
	const bson_t *document;
	struct tally_row row;
	enum rc rc;

	wire_put_text(&query, "period", tally_period_name(filter->period));
	wire_put_ms(&query, "at", filter->at_ms);
	if (!id_is_none(&filter->campaign_id))
		wire_put_id(&query, "campaign_id", &filter->campaign_id);
	if (filter->team_ids)
		wire_put_in_ids(&query, "team_id", filter->team_ids, filter->teams_count);
	CURSOR(cursor) = conn_find(conn, "counters", &query, NULL);
	while (conn_next(conn, cursor, &document, &rc, fault))
		if (read_row(document, &row))
			on_row(context, &row);
	return rc;
}

/* ---- verify and rebuild ---- */

struct comparison {
	const struct tally *right;
	struct tally *seen; /* keys that are stored */
	void (*on_difference)(void *context, const struct counters_difference *difference);
	void *context;
	int64_t differences;
};

static void compare_sums(struct comparison *comparison, const struct tally_key *key,
                         const struct kpi_counters *stored, const struct kpi_counters *right)
{
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++) {
		const struct counters_difference difference = {*key, i, stored->value[i], right->value[i]};

		if (difference.stored == difference.right)
			continue;
		comparison->differences++;
		comparison->on_difference(comparison->context, &difference);
	}
}

static void compare_stored(struct comparison *comparison, const struct tally_row *stored)
{
	static const struct kpi_counters nothing;
	const struct tally_row *right = tally_find(comparison->right, &stored->key);

	compare_sums(comparison, &stored->key, &stored->sums, right ? &right->sums : &nothing);
	tally_mark(comparison->seen, &stored->key);
}

static void compare_missing(struct comparison *comparison)
{
	static const struct kpi_counters nothing;

	for (size_t i = 0; i < tally_count(comparison->right); i++) {
		const struct tally_row *right = tally_row(comparison->right, i);

		if (!tally_find(comparison->seen, &right->key))
			compare_sums(comparison, &right->key, &nothing, &right->sums);
	}
}

/* Every row of one period after the other, by the index that begins with it. */
static enum rc compare_period(struct conn *conn, enum tally_period period, struct comparison *comparison,
                              struct fault *fault)
{
	BSON(query);
	const bson_t *document;
	struct tally_row row;
	enum rc rc;

	wire_put_text(&query, "period", tally_period_name(period));
	CURSOR(cursor) = conn_find(conn, "counters", &query, NULL);
	while (conn_next(conn, cursor, &document, &rc, fault))
		if (read_row(document, &row))
			compare_stored(comparison, &row);
	return rc;
}

enum rc counters_compare(struct conn *conn, const struct tally *right,
                         void (*on_difference)(void *context, const struct counters_difference *difference),
                         void *context, int64_t *differences, struct fault *fault)
{
	struct comparison comparison = {
		.right = right, .seen = tally_new(), .on_difference = on_difference, .context = context};
	enum rc rc = RC_OK;

	for (int period = 0; period < TALLY_PERIODS && rc == RC_OK; period++)
		rc = compare_period(conn, (enum tally_period)period, &comparison, fault);
	if (rc == RC_OK) {
		compare_missing(&comparison);
		*differences = comparison.differences;
	}
	tally_free(comparison.seen);
	return rc;
}

static bson_t *row_document(const struct tally_row *row)
{
	bson_t *document = bson_new();
	BSON(sums);

	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++)
		if (row->sums.value[i])
			wire_put_int(&sums, kpi_counter_field(i), row->sums.value[i]);
	put_key(document, &row->key);
	wire_put_document(document, "n", &sums);
	return document;
}

enum rc counters_replace(struct conn *conn, const struct tally *right, struct fault *fault)
{
	bson_t *documents[INSERT_ROWS];
	size_t count = 0;
	enum rc rc = RC_OK;

	for (int period = 0; period < TALLY_PERIODS; period++) {
		BSON(filter);

		wire_put_text(&filter, "period", tally_period_name((enum tally_period)period));
		TRY(conn_delete_many(conn, "counters", &filter, NULL, fault));
	}
	for (size_t i = 0; i < tally_count(right) && rc == RC_OK; i++) {
		documents[count++] = row_document(tally_row(right, i));
		if (count < INSERT_ROWS && i + 1 < tally_count(right))
			continue;
		rc = conn_insert_many(conn, "counters", (const bson_t *const *)documents, count, NULL, fault);
		while (count)
			bson_destroy(documents[--count]);
	}
	return rc;
}
