/*
 * catalogue — editing what an admin configures: collections `campaigns`, `products`, `rebuttals` and their like.
 *
 * Promises: one way for all kinds. A document is made with version 1, replaced as a whole by compare-and-set on the
 * version the editor saw (what the edit leaves out is taken away; what no edit holds, such as the contract in force,
 * stays), each with its audit entry in the same transaction. Programs read the documents anew at each decision, so a
 * change holds from the next one.
 * Refuses: a version that is not the latest (RC_STALE); a name that is taken (RC_INVALID, "duplicate" of the kind's
 * unique field, by catalogue_fault()); references to what is not there.
 * Owns: nothing; records and their shapes are of wire/catalogue.h.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "store/audit.h"
#include "store/rows.h"
#include "wire/catalogue.h"

struct catalogue_kind {
	const char *collection;
	const char *subject;            /* in the audit: "product" */
	const struct wire_shape *shape; /* of its edit */
	const char *const *shown;       /* members of a reply; NULL at the end */
	const char *unique;             /* the field whose value another may have already */
	bool of_campaign;               /* has campaign_id */
	bool ordered;                   /* has a position among those of its campaign; a new one comes last */
};

extern const struct catalogue_kind catalogue_campaigns;
extern const struct catalogue_kind catalogue_products;
extern const struct catalogue_kind catalogue_rebuttals;

/* What is stored, and by whom. */
struct catalogue_edit {
	const struct catalogue_kind *kind;
	struct id id;
	struct id campaign_id; /* of a new one of a campaign */
	int64_t version;       /* the If-Match of a replacement */
	const void *record;    /* by the kind's shape */
	const struct audit_entry *audit;
};

enum rc catalogue_insert(struct conn *conn, const struct catalogue_edit *edit, struct fault *fault) MUST_CHECK;
enum rc catalogue_replace(struct conn *conn, const struct catalogue_edit *edit, struct fault *fault) MUST_CHECK;

/* What a transaction of this kind failed with, as the editor should read it. */
enum rc catalogue_fault(const struct catalogue_kind *kind, enum rc rc, struct fault *fault);

/* The campaign of a document, for what must fit into it. RC_NOT_FOUND. */
enum rc catalogue_campaign_of(struct conn *conn, const struct catalogue_kind *kind, const struct id *id,
                              struct id *campaign_id, struct fault *fault) MUST_CHECK;

/* One document, as an admin reads it. */
enum rc catalogue_json(struct conn *conn, const struct catalogue_kind *kind, const struct id *id, struct buf *out,
                       int64_t *version, struct fault *fault) MUST_CHECK;

/* A campaign within the scope's teams. */
enum rc catalogue_campaign_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                                int64_t *version, struct fault *fault) MUST_CHECK;

/* A campaign's products, those off sale too, as the ladder has them: by family, dearest first, of equal price the
 * older one first. */
enum rc catalogue_products_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                                struct buf *out, struct fault *fault) MUST_CHECK;

/* ---- what must fit ---- */

/* Teams that exist: RC_INVALID, field "team_ids". */
enum rc catalogue_check_teams(struct conn *conn, const struct wire_list *team_ids, struct fault *fault) MUST_CHECK;

/* Teams that exist; families that products of the campaign still need. */
enum rc catalogue_check_campaign(struct conn *conn, const struct id *id, const struct campaign_edit *edit,
                                 struct fault *fault) MUST_CHECK;

/* A family of this campaign, and room for one more. is_new: it is none of them yet. */
enum rc catalogue_check_product(struct conn *conn, const struct id *campaign_id, const struct product_edit *edit,
                                bool is_new, struct fault *fault) MUST_CHECK;

/* A campaign that exists, with room in its library. */
enum rc catalogue_check_rebuttal(struct conn *conn, const struct id *campaign_id, struct fault *fault) MUST_CHECK;

/* ---- a campaign's own numbers ---- */

struct catalogue_policy {
	struct id campaign_id;
	int64_t version;
	const struct policy_edit *values; /* all its own, each within its bounds */
	size_t count;
	const struct audit_entry *audit; /* gets what changed */
};
enum rc catalogue_set_policy(struct conn *conn, const struct catalogue_policy *policy,
                             struct fault *fault) MUST_CHECK;

/* {"campaign_id":…,"version":…,"entries":[{name, unit, default, least, most, source, value, own}]} */
enum rc catalogue_policy_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                              struct buf *out, int64_t *version, struct fault *fault) MUST_CHECK;

/* ---- the library's order ---- */

/* ids: all of the campaign's rebuttals, each once; else RC_INVALID. */
enum rc catalogue_order_rebuttals(struct conn *conn, const struct id *campaign_id, const struct id *ids, size_t count,
                                  const struct audit_entry *audit, struct fault *fault) MUST_CHECK;
