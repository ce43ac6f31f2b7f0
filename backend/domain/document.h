/*
 * document — the copies a sale needs: identity document, front and back, and a utility bill.
 *
 * Promises: the kinds, the verdicts with their reasons, what may be uploaded, and whether all is accepted. Pure; safe
 * from any thread.
 * Refuses: a refusal without a reason; files that are not an image or a PDF; a kind twice accepted.
 * Source: proceso-de-venta, "fotocopia del documento de identidad, recibo publico de la residencia"; process.md 6.
 */
#pragma once

#include "domain/names.h"
#include "domain/person.h"

#include <stdbool.h>
#include <stdint.h>

enum document_kind {
	DOCUMENT_ID_FRONT,
	DOCUMENT_ID_BACK,
	DOCUMENT_UTILITY_BILL,
};

enum { DOCUMENT_KIND_COUNT = DOCUMENT_UTILITY_BILL + 1 };

NAMES_DECLARE(document_kind);

enum document_state {
	DOCUMENT_MISSING,
	DOCUMENT_UPLOADED, /* arrived, not judged: the sale is ready to work */
	DOCUMENT_ACCEPTED,
	DOCUMENT_REFUSED, /* asked for again, with the reason */
};

enum { DOCUMENT_STATE_COUNT = DOCUMENT_REFUSED + 1 };

NAMES_DECLARE(document_state);

enum document_refusal {
	DOCUMENT_BLURRED,
	DOCUMENT_CROPPED,      /* a part is missing */
	DOCUMENT_WRONG_KIND,   /* something else than asked for */
	DOCUMENT_WRONG_PERSON, /* another holder, or another number */
	DOCUMENT_OUT_OF_DATE,  /* an old bill, an expired permit */
	DOCUMENT_OTHER_REASON, /* with free text */
};

enum { DOCUMENT_REFUSAL_COUNT = DOCUMENT_OTHER_REASON + 1 };

NAMES_DECLARE(document_refusal);

struct document_policy {
	int64_t bytes_max;    /* † 15 MiB */
	int64_t undo_ms;      /* 5 s */
	int64_t link_life_ms; /* † 72 h: the customer's link, never past the validity */
};

bool document_is_needed(enum document_type type, enum document_kind kind); /* a passport has no back */

/* By content, as libmagic says: image/jpeg, image/png, image/webp, image/heic, application/pdf. */
bool document_media_is_allowed(const char *media_type);

/* All that are needed accepted; the sale may go on to activation. */
bool document_all_accepted(enum document_type type, const enum document_state states[DOCUMENT_KIND_COUNT]);

/* Something arrived that nobody judged yet: the sale can be worked. */
bool document_any_to_judge(const enum document_state states[DOCUMENT_KIND_COUNT]);

bool document_may_judge(enum document_state state); /* uploaded: a verdict is taken back by undo, or by a new file */
