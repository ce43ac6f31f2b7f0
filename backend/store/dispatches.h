/*
 * dispatches — collection `dispatches`: the SIMs of a sale on their way, to delivery.
 *
 * Promises: a dispatch is scheduled with one serial (ICCID) per product that needs a SIM, each used once; with the
 * courier's tracking number it is under way, and so is the sale; what the courier reports moves the sale in the same
 * transaction: delivered, returned (its owner is told, its agent calls the customer), or undelivered after the last
 * return. A returned one is scheduled anew. One that goes out on a later day lets the sale wait until then. Refuses:
 * wrong serials, dates, addresses, each named; a serial that is on its way elsewhere ("duplicate"); a report out of
 * order (RC_CONFLICT "wrong_state"); a sale that sends nothing ("sims_missing"); a foreign sale (RC_NOT_FOUND). Owns:
 * nothing. Threads: any. Commands in a transaction.
 */
#pragma once

#include "base/buf.h"
#include "domain/dispatch.h"
#include "store/sale_changes.h"

enum { DISPATCH_NOTE_MAX = 200, DISPATCH_COURIER_MIN = 2, DISPATCH_COURIER_MAX = 40 };

enum dispatch_state {
	DISPATCH_SCHEDULED,
	DISPATCH_ON_ITS_WAY,
	DISPATCH_ARRIVED,
	DISPATCH_CAME_BACK,
	DISPATCH_GIVEN_UP,
};

NAMES_DECLARE(dispatch_state);

struct dispatch_sim {
	int64_t product; /* its n */
	const char *iccid;
};

/* Texts as typed; address and city NULL: those of the confirmation. arena: where the names of wrong fields live. */
struct dispatch_plan {
	const struct dispatch_sim *sims;
	size_t sims_count;
	const char *date, *courier, *address, *city;
	struct arena *arena;
};
/* target: the sale's version, claimed. */
enum rc dispatch_schedule(struct conn *conn, const struct sale_target *target, const struct dispatch_plan *plan,
                          struct fault *fault) MUST_CHECK;

struct dispatch_report {
	int64_t version; /* of the dispatch: the If-Match */
	enum dispatch_result result;
	const char *tracking; /* in transit */
	bool has_reason;
	enum dispatch_return_reason reason; /* returned */
	const char *note;                   /* NULL: none */
};
/* target: reached, version 0. */
enum rc dispatch_take_report(struct conn *conn, const struct sale_target *target,
                             const struct dispatch_report *report, struct fault *fault) MUST_CHECK;

/* The same from a courier's file: the sale by its number, else by the tracking number. *changed is false when it
 * already stands so. RC_NOT_FOUND when nothing of that number is on its way. */
enum rc dispatch_take_row(struct conn *conn, const struct sale_actor *actor, const char *sale_number,
                          const struct dispatch_report *report, bool *changed, struct fault *fault) MUST_CHECK;

/* When the customer may no longer withdraw, among members to be set as the sale is delivered. */
void dispatch_put_withdrawal(bson_t *set, const struct sale_case *work);

/* ---- reading ---- */

enum rc dispatch_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, struct buf *out,
                      int64_t *version, struct fault *fault) MUST_CHECK;

/* What goes out that day, for the courier and for paper: CSV with a header line, in order of the sales. Audited by
 * the caller. */
enum rc dispatches_day_csv(struct conn *conn, const char *date, struct buf *out, struct fault *fault) MUST_CHECK;

struct dispatch_list {
	bool has_state;
	enum dispatch_state state;
	const char *date; /* YYYY-MM-DD; NULL: any */
	const char *after;
	int64_t limit;
};
/* Back office sees all. By date. */
enum rc dispatches_page_json(struct conn *conn, const struct dispatch_list *list, struct buf *out,
                             struct fault *fault) MUST_CHECK;
