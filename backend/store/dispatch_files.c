/* dispatch_files — the courier's files, out and in (dispatches.h). */
#include "store/dispatches.h"

#include "wire/csv_out.h"

#include <string.h>

/* ---- out: the day's list ---- */

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void put_titles(struct csv_out *csv)
{
	static const char *const titles[] = {"Venta", "Cliente",    "Teléfono", "Dirección", "Ciudad", "ICCID",
	                                     "Fecha", "Mensajería", "Guía",     "Resultado", "Motivo", "Observación"};

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		csv_text(csv, titles[i]);
	csv_end_row(csv);
}

/* All serials of the sale, in one cell. */
static const char *serials_of(const bson_t *row, struct arena *arena)
{
	const char *all = "";
	bson_t sims, sim;
	bson_iter_t iter;

	if (!wire_get_document(row, "sims", &sims) || !bson_iter_init(&iter, &sims))
		return all;
	while (bson_iter_next(&iter)) {
		const char *iccid = wire_bson_inner(&iter, &sim) ? wire_get_text(&sim, "iccid") : NULL;

		if (iccid)
			all = arena_printf(arena, *all ? "%s %s" : "%s%s", all, iccid);
	}
	return all;
}

static enum rc put_row(struct conn *conn, struct csv_out *csv, const bson_t *row, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	const struct id sale_id = wire_get_id(row, "_id");
	struct sale sale;

	TRY(sale_get(conn, &sale_id, &scope_all, arena, &sale, fault));
	csv_text(csv, or_empty(wire_get_text(row, "sale_number")));
	csv_text(csv, or_empty(sale.person.full_name));
	csv_text(csv, or_empty(sale.person.phone));
	csv_text(csv, or_empty(wire_get_text(row, "address")));
	csv_text(csv, or_empty(wire_get_text(row, "city")));
	csv_text(csv, serials_of(row, arena));
	csv_text(csv, or_empty(wire_get_text(row, "date")));
	csv_text(csv, or_empty(wire_get_text(row, "courier")));
	csv_text(csv, or_empty(wire_get_text(row, "tracking")));
	csv_text(csv, ""); /* for the courier to fill in */
	csv_text(csv, "");
	csv_text(csv, "");
	csv_end_row(csv);
	return RC_OK;
}

enum rc dispatches_day_csv(struct conn *conn, const char *date, struct buf *out, struct fault *fault)
{
	struct csv_out csv = {.buf = out, .delimiter = ';'};
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	buf_text(out, CSV_BOM);
	put_titles(&csv);
	wire_put_text(&filter, "date", date);
	wire_put_int(&sort, "_id", 1);
	wire_put_document(&opts, "sort", &sort);
	CURSOR(cursor) = conn_find(conn, "dispatches", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		TRY(put_row(conn, &csv, row, fault));
	return rc;
}

/* ---- in: what the courier reports ---- */

static enum rc find_dispatch(struct conn *conn, const char *sale_number, const char *tracking, struct arena *arena,
                             const bson_t **row, struct fault *fault)
{
	BSON(filter);

	wire_put_text(&filter, sale_number ? "sale_number" : "tracking", sale_number ? sale_number : tracking);
	TRY(conn_find_one(conn, "dispatches", &filter, NULL, arena, row, fault));
	return *row ? RC_OK : fault_set(fault, RC_NOT_FOUND, "not_found", "dispatches: none has that number");
}

/* Files are sent again, and hold what was entered by hand. */
static bool stands_so(const bson_t *row, const struct dispatch_report *report)
{
	const char *word = wire_get_text(row, "state"), *tracking = wire_get_text(row, "tracking");
	enum dispatch_state state;

	if (!word || !dispatch_state_parse(word, &state))
		return false;
	switch (report->result) {
	case DISPATCH_IN_TRANSIT:
		return state != DISPATCH_SCHEDULED && tracking && report->tracking &&
		       strcmp(tracking, report->tracking) == 0;
	case DISPATCH_DELIVERED:
		return state == DISPATCH_ARRIVED;
	case DISPATCH_RETURNED:
		return state == DISPATCH_CAME_BACK || state == DISPATCH_GIVEN_UP;
	}
	return false;
}

enum rc dispatch_take_row(struct conn *conn, const struct sale_actor *actor, const char *sale_number,
                          const struct dispatch_report *report, bool *changed, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	struct sale_target target = {.scope = &scope_all, .actor = actor};
	const bson_t *row;

	TRY(find_dispatch(conn, sale_number, report->tracking, arena, &row, fault));
	*changed = !stands_so(row, report);
	if (!*changed)
		return RC_OK;
	target.sale_id = wire_get_id(row, "_id");
	return dispatch_take_report(conn, &target, report, fault);
}
