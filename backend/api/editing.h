/*
 * editing — how every configured document is made and replaced: store/catalogue.h behind a request.
 *
 * Promises: a POST makes it once for its key, a PUT replaces the version of its If-Match; both in one transaction
 * with their audit entry, and answered with the document as it stands and its ETag.
 * Refuses: what the kind's check and store/catalogue.h refuse.
 * Threads: those of the request.
 *
 *	TRY(body_read(request, &wire_team_shape, &edit));
 *	editing_begin(&editing, request, &catalogue_teams, &edit);
 *	return editing_create(&editing, "/api/v1/teams");
 */
#pragma once

#include "http/request.h"
#include "store/catalogue.h"

struct editing {
	struct request *request;
	struct catalogue_edit edit; /* campaign_id is the caller's to fill in */
	struct audit_entry audit;
	/* What must fit, in the transaction; NULL: nothing beside the shape. */
	enum rc (*check)(struct conn *conn, struct editing *editing, struct fault *fault);
};

void editing_begin(struct editing *editing, struct request *request, const struct catalogue_kind *kind,
                   const void *record);
enum rc editing_create(struct editing *editing, const char *collection) MUST_CHECK;
enum rc editing_replace(struct editing *editing) MUST_CHECK;
