/*
 * kpi — every figure, defined once; and which fact counts into which counter.
 *
 * Promises: one const table of counters, one of figures (unit, one written definition, numerator and denominator in
 * counters), one fold from event types to counters. The relay folds with it, `cierre-admin verify` recomputes with
 * it, pages and exports read the same definitions. Pure; safe from any thread.
 * Refuses: nothing; an event type without a row counts nothing.
 * Owns: nothing; all tables are constants.
 * Source: process.md 8; proceso-de-venta, "productividad, cantidad de llamadas contestadas, ventas efectivas y no
 * efectivas, tiempo promedio de gestion".
 */
#pragma once

#include "domain/agent_state.h"
#include "domain/disposition.h"
#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counters, in one document per hour, day and month × campaign × team × agent. The names are the documents' fields.
 */
enum kpi_counter {
	KPI_CALLS_DIALED,    /* attempts of the dialer, line failures not counted */
	KPI_CALLS_ANSWERED,  /* connected to an agent */
	KPI_CALLS_ABANDONED, /* answered, nobody within 2 s */
	KPI_CALLS_LIVE,      /* answered by a person: connected or abandoned */
	KPI_LINE_FAILURES,
	KPI_SALES_EFFECTIVE,     /* submitted */
	KPI_SALES_NON_EFFECTIVE, /* answered calls with a final disposition that is no sale */
	KPI_SALES_FALLEN, /* submitted ones that ended cancelled, rejected, expired, undelivered or withdrawn */
	KPI_PRODUCTS_SUBMITTED,
	KPI_PRODUCTS_FALLEN,
	KPI_HANDLED_CALLS,   /* answered calls with a final disposition */
	KPI_TALK_MS,         /* of handled calls */
	KPI_WRAP_UP_MS,      /* of handled calls */
	KPI_EFFECTIVE_CALLS, /* handled calls that ended in a sale */
	KPI_EFFECTIVE_TALK_MS,
	KPI_EFFECTIVE_WRAP_UP_MS,
	KPI_STATE_OFFLINE_MS,
	KPI_STATE_AVAILABLE_MS,
	KPI_STATE_RINGING_MS,
	KPI_STATE_TALKING_MS,
	KPI_STATE_WRAP_UP_MS,
	KPI_STATE_TASK_MS,
	KPI_STATE_BREAK_MS,
	KPI_STATE_NO_LINE_MS,
	KPI_BACKOFFICE_CLAIMED_MS, /* time claimed */
	KPI_BACKOFFICE_CLAIMS,     /* claims ended */
	KPI_BACKOFFICE_SALES,      /* sales that left the back office: activated, or ended before */
	KPI_CLAIMS_REVIEW,         /* claims ended by step */
	KPI_CLAIMS_RECORDING,
	KPI_CLAIMS_CONFIRMATION,
	KPI_CLAIMS_DOCUMENTS,
	KPI_CLAIMS_ACTIVATION,
	KPI_CLAIMS_DISPATCH,
	KPI_CLAIMED_REVIEW_MS, /* claimed time by step */
	KPI_CLAIMED_RECORDING_MS,
	KPI_CLAIMED_CONFIRMATION_MS,
	KPI_CLAIMED_DOCUMENTS_MS,
	KPI_CLAIMED_ACTIVATION_MS,
	KPI_CLAIMED_DISPATCH_MS,
	KPI_IDENTITY_APPROVED,
	KPI_IDENTITY_FAILED,
	KPI_IDENTITY_VOID,
	KPI_READINGS_ACCEPTED,
	KPI_READINGS_VOID,
	KPI_READINGS_INTERRUPTED,
	KPI_READINGS_UNACCEPTED,
	KPI_REVIEWS_PASSED,
	KPI_REVIEWS_FAULTY,
	KPI_SALES_CONFIRMED, /* funnel */
	KPI_SALES_ACTIVATED,
	KPI_SALES_DISPATCHED,
	KPI_SALES_DELIVERED,
	KPI_SALES_RETURNED,
	KPI_SALES_EXPIRED,
	KPI_SALES_CANCELLED,
	KPI_SALES_REJECTED,
	KPI_SALES_UNDELIVERED,
	KPI_SALES_WITHDRAWN,
	KPI_DATA_REQUESTS,
	KPI_LEADS_IMPORTED,
};

/* Dispositions are counters too: KPI_COUNTER_COUNT of those above, then one per disposition, "disposition_<name>". */
enum { KPI_COUNTER_COUNT = KPI_LEADS_IMPORTED + 1, KPI_ALL_COUNTERS = KPI_COUNTER_COUNT + DISPOSITION_COUNT };

NAMES_DECLARE(kpi_counter);

size_t kpi_disposition_counter(enum disposition disposition);
enum kpi_counter kpi_state_counter(enum agent_state state);
/* The field of any of KPI_ALL_COUNTERS, those of the dispositions too. */
const char *kpi_counter_field(size_t counter);

/* The facts that count. Each is the `type` of an event of the outbox. */
enum kpi_event {
	KPI_EVENT_CALL_DIALED,
	KPI_EVENT_CALL_ANSWERED,
	KPI_EVENT_CALL_ABANDONED,
	KPI_EVENT_CALL_LINE_FAILED,
	KPI_EVENT_CALL_DISPOSED,     /* final: disposition, talk_ms, wrap_up_ms, answered */
	KPI_EVENT_CALL_CORRECTED,    /* final: disposition new, old_disposition, talk_ms, wrap_up_ms, answered */
	KPI_EVENT_AGENT_STATE_ENDED, /* state, duration_ms: cut at the hour by the caller */
	KPI_EVENT_IDENTITY_APPROVED,
	KPI_EVENT_IDENTITY_FAILED,
	KPI_EVENT_IDENTITY_VOID,
	KPI_EVENT_READING_ACCEPTED,
	KPI_EVENT_READING_VOID,
	KPI_EVENT_READING_INTERRUPTED,
	KPI_EVENT_READING_UNACCEPTED,
	KPI_EVENT_REVIEW_PASSED,
	KPI_EVENT_REVIEW_FAULTY,
	KPI_EVENT_SALE_SUBMITTED, /* products */
	KPI_EVENT_SALE_CONFIRMED,
	KPI_EVENT_SALE_ACTIVATED,
	KPI_EVENT_SALE_DISPATCHED,
	KPI_EVENT_SALE_DELIVERED,
	KPI_EVENT_SALE_RETURNED,
	KPI_EVENT_SALE_CANCELLED, /* products; these five fell */
	KPI_EVENT_SALE_REJECTED,
	KPI_EVENT_SALE_EXPIRED,
	KPI_EVENT_SALE_UNDELIVERED,
	KPI_EVENT_SALE_WITHDRAWN,
	KPI_EVENT_SALE_DATA_REQUESTED,
	KPI_EVENT_CLAIM_ENDED,    /* duration_ms, step */
	KPI_EVENT_LEADS_IMPORTED, /* count */
};

enum { KPI_EVENT_COUNT = KPI_EVENT_LEADS_IMPORTED + 1 };

NAMES_DECLARE(kpi_event); /* "call.answered" ... */

/* Where the time of a claim was spent. */
enum kpi_step {
	KPI_STEP_REVIEW,
	KPI_STEP_RECORDING,
	KPI_STEP_CONFIRMATION,
	KPI_STEP_DOCUMENTS,
	KPI_STEP_ACTIVATION,
	KPI_STEP_DISPATCH,
};

enum { KPI_STEP_COUNT = KPI_STEP_DISPATCH + 1 };

NAMES_DECLARE(kpi_step);

/* What an event says beside its type; only what its comment above names is read. */
struct kpi_fact {
	enum kpi_event event;
	enum disposition disposition;
	enum disposition old_disposition;
	enum agent_state agent_state;
	enum kpi_step step;
	bool answered; /* the call was connected to an agent */
	int64_t talk_ms;
	int64_t wrap_up_ms;
	int64_t duration_ms;
	int64_t products;
	int64_t count;
};

struct kpi_delta {
	size_t counter; /* below KPI_ALL_COUNTERS */
	int64_t add;
};

enum { KPI_DELTAS_MAX = 16 };

/* What the fact adds to which counters. Answers how many were written; each counter at most once, none with 0. */
size_t kpi_fold(const struct kpi_fact *fact, struct kpi_delta deltas[KPI_DELTAS_MAX]);

/* A set of counters, summed over whatever was asked for. */
struct kpi_counters {
	int64_t value[KPI_ALL_COUNTERS];
};

void kpi_add(struct kpi_counters *sum, const struct kpi_delta *deltas, size_t count);

enum kpi_unit {
	KPI_UNIT_COUNT,
	KPI_UNIT_PER_HOUR,
	KPI_UNIT_MS,
	KPI_UNIT_RATIO,
	KPI_UNIT_PER_HUNDRED,
};

NAMES_DECLARE(kpi_unit);

enum kpi_figure {
	KPI_PRODUCTIVITY,
	KPI_PRODUCTS,
	KPI_PRODUCTS_NET,
	KPI_ANSWERED,
	KPI_EFFECTIVE,
	KPI_EFFECTIVE_NET,
	KPI_NON_EFFECTIVE,
	KPI_AHT_EFFECTIVE,
	KPI_AHT_ALL,
	KPI_AHT_BACKOFFICE,
	KPI_AHT_BACKOFFICE_SALE,
	KPI_AHT_REVIEW, /* of the back office by step */
	KPI_AHT_RECORDING,
	KPI_AHT_CONFIRMATION,
	KPI_AHT_DOCUMENTS,
	KPI_AHT_ACTIVATION,
	KPI_AHT_DISPATCH,
	KPI_ABANDONMENT,
	KPI_PRODUCTIVE_TIME,
	KPI_PRODUCTS_PER_HUNDRED,
	KPI_IDENTITY_APPROVAL_RATE,
	KPI_REVIEW_PASS_RATE,
	KPI_EXPIRIES,
};

enum { KPI_FIGURE_COUNT = KPI_EXPIRIES + 1, KPI_TERMS_MAX = 4 };

NAMES_DECLARE(kpi_figure);

/* A sum of counters, each once, plus or minus. A term of weight 0 ends the list. */
struct kpi_term {
	enum kpi_counter counter;
	int weight;
};

struct kpi_definition {
	enum kpi_unit unit;
	const char *text; /* the one written definition, English; the SPA's catalogue translates it by the figure's
	                     name */
	struct kpi_term numerator[KPI_TERMS_MAX];
	struct kpi_term denominator[KPI_TERMS_MAX]; /* empty: the figure is the numerator */
};

const struct kpi_definition *kpi_definition_of(enum kpi_figure figure);

/*
 * The figure as a whole number: KPI_UNIT_COUNT and KPI_UNIT_MS as they are, KPI_UNIT_PER_HOUR and
 * KPI_UNIT_PER_HUNDRED in thousandths, KPI_UNIT_RATIO in millionths; cut, not rounded. False when its denominator is
 * 0: no data.
 */
bool kpi_value(enum kpi_figure figure, const struct kpi_counters *counters, int64_t *value);

struct kpi_policy {
	int64_t products_per_day; /* 4 per agent and day */
	int64_t aht_ms;           /* 350 s */
};

/* Products expected by now: 4 × agents who worked today × the share of the campaign's contact hours gone (floor). */
int64_t kpi_target_products(const struct kpi_policy *policy, const struct contact_hours *hours, int agents,
                            int64_t now_ms);
