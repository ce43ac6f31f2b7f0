#include "domain/correction.h"

static const char *const correction_verdict_names[] = {
	[CORRECTION_ALLOWED] = "allowed",
	[CORRECTION_NOT_CORRECTABLE] = "not_correctable",
	[CORRECTION_NOT_PROVED] = "not_proved",
	[CORRECTION_NOT_ON_FILE] = "not_on_file",
};

NAMES_DEFINE(correction_verdict);

#define BY(kind) (1U << (kind))

enum {
	IDENTITY_PAPER = BY(DOCUMENT_ID_FRONT) | BY(DOCUMENT_ID_BACK),
	ANY_PAPER = IDENTITY_PAPER | BY(DOCUMENT_UTILITY_BILL),
};

/* Which papers prove a field; none for those that the agent is asked about. */
static unsigned proofs_of(enum sale_field field)
{
	switch (field) {
	case SALE_FIELD_PLACE_OF_ISSUE:
	case SALE_FIELD_BIRTHPLACE:
		return IDENTITY_PAPER;
	case SALE_FIELD_OTHER_OPERATOR_VALUE:
		return ANY_PAPER; /* whichever the customer's other bill came with */
	default:
		return 0;
	}
}

enum correction_verdict correction_ask(enum sale_field field, enum document_kind proof, enum document_state on_file)
{
	unsigned proofs = proofs_of(field);

	if (proofs == 0)
		return CORRECTION_NOT_CORRECTABLE;
	if (!(proofs & BY(proof)))
		return CORRECTION_NOT_PROVED;
	return on_file == DOCUMENT_UPLOADED || on_file == DOCUMENT_ACCEPTED ? CORRECTION_ALLOWED
	                                                                    : CORRECTION_NOT_ON_FILE;
}
