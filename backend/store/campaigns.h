/*
 * campaigns — collections `campaigns`, `products`, `rebuttals`: the rules and the catalogue a list is called under.
 *
 * Promises: a campaign comes with its whole policy (the defaults of domain/policy with the campaign's own numbers)
 * and its contact hours (the law's, narrowed by its own). What is stored and does not hold (a policy out of bounds, a
 * wider hour) is passed over: the default, or the law, stands.
 * Refuses: nothing beside unknown ids.
 * Owns: nothing; texts and arrays live in the arena given.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "domain/contact_hours.h"
#include "domain/line.h"
#include "domain/offer.h"
#include "domain/policy.h"
#include "store/conn.h"
#include "store/scope.h"

enum { CAMPAIGN_FAMILIES_MAX = 16 };

/* The reason of a campaign that is not dialed because our own line failed too often. */
#define CAMPAIGN_LINE_DOWN "line_down"

struct campaign_family {
	const char *family; /* slug */
	const char *name;
	enum line_kind kind;
};

struct campaign {
	struct id id;
	const char *name;
	bool runs;
	enum pacing_mode mode;
	struct id contract_id;
	struct policy policy;
	struct contact_hours hours;
	struct campaign_family families[CAMPAIGN_FAMILIES_MAX]; /* in the order in which they are offered */
	size_t families_count;
	bool dialing_open;          /* as the dialer last said */
	const char *dialing_reason; /* why not; NULL when open */
	int64_t dialing_from_ms;
};

enum rc campaign_get(struct conn *conn, const struct id *id, struct arena *arena, struct campaign *campaign,
                     struct fault *fault) MUST_CHECK;

/* The ids of those that run. */
enum rc campaigns_running(struct conn *conn, struct id *ids, size_t max, size_t *count,
                          struct fault *fault) MUST_CHECK;

/* What the dialer may do now, for desks and the floor; in a transaction, with its event `dialer.state`. Nothing
 * happens when it already stands so. */
struct campaign_dialing {
	struct id campaign_id;
	bool open;
	const char *reason; /* static slug; NULL when open */
	int64_t from_ms;    /* when it opens; 0: not known */
	int64_t now_ms;
};
enum rc campaign_set_dialing(struct conn *conn, const struct campaign_dialing *dialing,
                             struct fault *fault) MUST_CHECK;

struct product {
	struct id id;
	const char *family;
	const char *name;
	const char *pitch; /* "" when none */
	int64_t price_cop;
	enum line_sim sim;
	const bson_t *features; /* array of texts; NULL when none */
	bool on_sale;           /* active, and within its days */
};

/* All, at most OFFER_CATALOGUE_MAX, in the order of the catalogue: the older first. */
enum rc products_of(struct conn *conn, const struct id *campaign_id, int64_t now_ms, struct arena *arena,
                    struct product **products, size_t *count, struct fault *fault) MUST_CHECK;

/* The index of the family in the campaign; families_count when it has none such. */
size_t campaign_family_index(const struct campaign *campaign, const char *family);

/* {"items":[…],"next":null}: campaigns of the scope's teams; the library of a campaign that the scope reaches, in its
 * order; withdrawn: also those no longer said. */
enum rc campaigns_page_json(struct conn *conn, const struct scope *scope, const char *after, int64_t limit,
                            struct buf *out, struct fault *fault) MUST_CHECK;
enum rc rebuttals_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id, bool withdrawn,
                       struct buf *out, struct fault *fault) MUST_CHECK;
