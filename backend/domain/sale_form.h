/*
 * sale_form — the form of a sale: its fields, which are needed when, and what a change means.
 *
 * Promises: one table of fields - required or optional, may it be pending, who takes it, whether the back office may
 * correct it with the document as the reason, and whether a change after the reading wants a new reading or a new
 * offer; checks a whole form at once. Pure; safe from any thread.
 * Refuses: pending for anything but the other operator's value; a value without an operator.
 * Source: proceso-de-venta, "¿Que informacion se requiere ...?"; process.md 5 and 6.
 */
#pragma once

#include "domain/field.h"
#include "domain/person.h"

#include <stdbool.h>
#include <stdint.h>

enum sale_field {
	SALE_FIELD_FULL_NAME,
	SALE_FIELD_DOCUMENT_TYPE,
	SALE_FIELD_DOCUMENT_NUMBER,
	SALE_FIELD_PHONE,
	SALE_FIELD_ISSUE_DATE,
	SALE_FIELD_PLACE_OF_ISSUE,
	SALE_FIELD_BIRTHPLACE,
	SALE_FIELD_IDENTITY_APPROVAL,
	SALE_FIELD_SERVICE, /* the products */
	SALE_FIELD_LINE,
	SALE_FIELD_COST,
	SALE_FIELD_OTHER_OPERATOR,
	SALE_FIELD_OTHER_OPERATOR_VALUE,
	SALE_FIELD_ALTERNATE_PHONE,
	SALE_FIELD_BEST_HOUR,
	SALE_FIELD_RESIDENCE_ADDRESS, /* from here on: taken by the confirmation */
	SALE_FIELD_DELIVERY_ADDRESS,
	SALE_FIELD_CITY,
};

enum { SALE_FIELD_COUNT = SALE_FIELD_CITY + 1 };

NAMES_DECLARE(sale_field);

enum sale_field_source {
	SALE_FROM_IDENTITY,     /* carried over from the identity check */
	SALE_FROM_OFFER,        /* frozen with the accepted offers */
	SALE_FROM_AGENT,        /* typed */
	SALE_FROM_CONFIRMATION, /* taken by the back office */
};

enum sale_change {
	SALE_CHANGE_FREE,        /* nothing follows */
	SALE_CHANGE_NEW_READING, /* the contract is read again */
	SALE_CHANGE_NEW_OFFER,   /* a new offer, and a new reading */
	SALE_CHANGE_NEVER,       /* cannot be changed: an approval number is the provider's */
};

NAMES_DECLARE(sale_change);

struct sale_field_rule {
	enum sale_field_source source;
	enum sale_change change;
	bool required;            /* at submission (confirmation's: at activation) */
	bool may_be_pending;      /* at submission */
	bool backoffice_corrects; /* with the document, or the customer's bill, as the reason */
};

const struct sale_field_rule *sale_field_rule_of(enum sale_field field);

/* What the value of the other operator is. */
enum other_operator_kind {
	OTHER_OPERATOR_NONE,    /* the customer has no other operator */
	OTHER_OPERATOR_TOP_UPS, /* value: top-ups a month */
	OTHER_OPERATOR_PLAN,    /* value: pesos a month */
	OTHER_OPERATOR_PENDING, /* the customer does not know: the back office asks later */
};

NAMES_DECLARE(other_operator_kind);

struct sale_form {
	struct person person;
	const char *identity_approval;
	int products; /* accepted offers with their line */
	int products_without_line;
	int64_t cost_cop;           /* their sum */
	const char *other_operator; /* NULL or empty: not answered; with OTHER_OPERATOR_NONE it must be */
	bool other_operator_answered;
	enum other_operator_kind other_operator_kind;
	int64_t other_operator_value;
	const char *alternate_phone; /* optional, E.164 */
	const char *best_hour;       /* optional, HH:MM */
	const char *residence_address;
	const char *delivery_address;
	const char *city;
};

enum sale_form_moment {
	SALE_FORM_SUBMISSION,
	SALE_FORM_REVIEW,     /* nothing pending any more: the recording may be requested */
	SALE_FORM_ACTIVATION, /* and the addresses */
};

/* verdicts[f] for each field; answers how many are not FIELD_OK. */
int sale_form_check(const struct sale_form *form, enum sale_form_moment moment, struct civil_date today,
                    enum field_verdict verdicts[SALE_FIELD_COUNT]);
