#include "store/recount.h"

/* One collection of facts: all rows with a time in `field`, by the index on it. */
struct source {
	const char *collection;
	const char *field;
	/* Another row that says whose the fact is: joined as `owner`. NULL: the fact says so itself. */
	const char *owner_collection;
	const char *owner_field;
	void (*count)(const bson_t *row, struct tally *tally);
};

static void add_all(struct tally *tally, const struct counted *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tally_add(tally, &entries[i]);
}

static void count_call(const bson_t *call, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];

	add_all(tally, entries, counted_of_call(call, entries));
}

static void count_interval(const bson_t *change, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];

	add_all(tally, entries, counted_of_interval(change, entries));
}

/* The joined row; without one the fact counts for nobody, as its event did. */
static void read_owner(const bson_t *row, bson_t *owner)
{
	bson_init(owner);
	(void)wire_get_document(row, "owner.0", owner);
}

static void count_attempt(const bson_t *attempt, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];
	bson_t call;

	read_owner(attempt, &call);
	add_all(tally, entries, counted_of_attempt(attempt, &call, entries));
}

static void count_reading(const bson_t *reading, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];

	add_all(tally, entries, counted_of_reading(reading, entries));
}

static void count_review(const bson_t *review, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];
	bson_t reading;

	read_owner(review, &reading);
	add_all(tally, entries, counted_of_review(review, &reading, entries));
}

static void count_sale(const bson_t *sale, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];
	bson_t history, entry;
	bson_iter_t iter;

	add_all(tally, entries, counted_of_submission(sale, entries));
	if (!wire_get_document(sale, "history", &history) || !bson_iter_init(&iter, &history))
		return;
	while (bson_iter_next(&iter))
		if (wire_bson_inner(&iter, &entry))
			add_all(tally, entries, counted_of_history(sale, &entry, entries));
}

static void count_lead_list(const bson_t *list, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];

	add_all(tally, entries, counted_of_lead_list(list, entries));
}

static const struct source sources[] = {
	{"calls", "dialed_at", NULL, NULL, count_call},
	{"agent_state_changes", "from", NULL, NULL, count_interval},
	{"identity_attempts", "ended_at", "calls", "call_id", count_attempt},
	{"readings", "ended_at", NULL, NULL, count_reading},
	{"reviews", "decided_at", "readings", "reading_id", count_review},
	{"sales", "submitted_at", NULL, NULL, count_sale},
	{"lead_lists", "_id", NULL, NULL, count_lead_list},
};

/* Members that no figure needs and that make rows large or private. */
static void put_projection(bson_t *pipeline, const char *index)
{
	static const char *const unneeded[] = {"customer",   "customer_name", "phone",         "offers",
	                                       "rebuttals",  "clauses",       "marks",         "heard",
	                                       "exceptions", "note",          "owner.clauses", "owner.marks"};
	BSON(fields);
	BSON(stage);

	for (size_t i = 0; i < sizeof unneeded / sizeof *unneeded; i++)
		wire_put_int(&fields, unneeded[i], 0);
	wire_put_document(&stage, "$project", &fields);
	wire_put_document(pipeline, index, &stage);
}

/* {$match: {field: {$gt: …}}}: after the beginning of dates, or of ids. */
static void put_match(bson_t *pipeline, const struct source *source)
{
	static const bson_oid_t first_id;
	BSON(range);
	BSON(match);
	BSON(stage);

	if (source->field[0] == '_')
		BSON_APPEND_OID(&range, "$gt", &first_id);
	else
		wire_put_ms(&range, "$gt", 0);
	wire_put_document(&match, source->field, &range);
	wire_put_document(&stage, "$match", &match);
	wire_put_document(pipeline, "0", &stage);
}

static void put_join(bson_t *pipeline, const struct source *source)
{
	BSON(join);
	BSON(stage);

	wire_put_text(&join, "from", source->owner_collection);
	wire_put_text(&join, "localField", source->owner_field);
	wire_put_text(&join, "foreignField", "_id");
	wire_put_text(&join, "as", "owner");
	wire_put_document(&stage, "$lookup", &join);
	wire_put_document(pipeline, "1", &stage);
}

static enum rc count_source(struct conn *conn, const struct source *source, struct tally *tally, struct fault *fault)
{
	BSON(pipeline);
	const bson_t *row;
	enum rc rc;

	put_match(&pipeline, source);
	if (source->owner_collection)
		put_join(&pipeline, source);
	put_projection(&pipeline, source->owner_collection ? "2" : "1");
	CURSOR(cursor) = conn_aggregate(conn, source->collection, &pipeline, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault))
		source->count(row, tally);
	return rc;
}

enum rc recount(struct conn *conn, struct tally *tally, struct fault *fault)
{
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		TRY(count_source(conn, &sources[i], tally, fault));
	return RC_OK;
}
