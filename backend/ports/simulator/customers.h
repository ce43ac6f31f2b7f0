/*
 * customers — the one table of simulated people: who they are, how they behave, how they sound.
 *
 * Promises: every phone has exactly one customer, always the same. The demo's pinned leads stand in a table with
 * their behaviours; whoever else is asked for is drawn from the phone. How a customer behaves in a call depends on
 * (seed, phone, attempt) alone. All of them are plainly fictitious: surnames say so, documents are 10000…, and they
 * live only here. The telephony, identity and activation simulators, the demo's data and the rendered voices all read
 * this table.
 * Refuses: nothing; a phone that is no phone is a caller's mistake.
 * Owns: nothing; texts are constants, a struct customer is a value.
 * Threads: any.
 */
#pragma once

#include "base/civil.h"
#include "domain/person.h"
#include "domain/phone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the line does when the number is dialed. */
enum customer_line {
	CUSTOMER_ANSWERS,
	CUSTOMER_BUSY,
	CUSTOMER_NO_ANSWER,
	CUSTOMER_MACHINE,
};

/* What someone says who refuses, and when they leave. */
enum customer_refusal {
	CUSTOMER_OBJECTS,        /* price, has enough, will think: by turns */
	CUSTOMER_NOT_INTERESTED, /* refuses whatever is said */
	CUSTOMER_ASKS_CALLBACK,  /* tomorrow at ten */
	CUSTOMER_OPTS_OUT,       /* asks not to be called */
	CUSTOMER_IS_OTHER,       /* someone else answered */
};

enum customer_hang_up {
	CUSTOMER_STAYS,
	CUSTOMER_LEAVES_AT_HELLO,
	CUSTOMER_LEAVES_AT_OFFER, /* after the first offer */
	CUSTOMER_FALLS_ACCEPTED,  /* the line falls once an acceptance is recorded */
};

/* One way to behave in a call. */
struct customer_behaviour {
	const char *name;
	enum customer_line line;
	enum customer_refusal refusal;
	enum customer_hang_up hang_up;
	int accepts_offer;    /* says yes at this offer of the call, counted from 1; 0 never by itself */
	int accepts_rebuttal; /* says yes at this rebuttal of the call; 0 never */
	int unclear_question; /* answers «ajá» the first time this question of the contract is asked, from 1; 0 none
	                       */
	int wrong_codes;      /* says the code wrong in so many attempts before saying it right */
	bool unknown_at_bureau; /* the bureaus do not know the phone: questions instead of a code */
};

/* A street address: «calle 45 número 12 30, Bogotá». */
struct customer_address {
	bool is_carrera;
	uint8_t street;
	uint8_t cross;
	uint8_t plate;
};

struct customer {
	char phone[PHONE_SIZE];
	uint8_t given_name; /* indexes into the lists below */
	uint8_t surnames[2];
	uint8_t city;
	uint8_t issue_place;
	uint8_t birthplace;
	uint8_t voice; /* below CUSTOMER_VOICES */
	enum document_type document_type;
	char document_number[DOCUMENT_NUMBER_SIZE];
	struct civil_date issue_date;
	struct customer_address address;
	bool is_pinned;
};

enum {
	CUSTOMER_VOICES = 4,
	CUSTOMER_TEXT_SIZE = 96,
	CUSTOMER_ISSUED_FIRST = 2000, /* years of issue dates */
	CUSTOMER_ISSUED_LAST = 2019,
};

extern const char *const customer_given_names[];
extern const size_t customer_given_names_count;
extern const char *const customer_surnames[];
extern const size_t customer_surnames_count;
extern const char *const customer_cities[];
extern const size_t customer_cities_count;

/* Whose number it is: the same under every seed. */
struct customer customer_of(const char *phone_e164);

/* How the customer behaves in their n-th call (from 1). Never NULL. */
const struct customer_behaviour *customer_behaviour_of(int64_t seed, const char *phone_e164, int64_t attempt);

/* The pinned ones, in the order in which the demo dials them. */
size_t customer_pinned_count(void);
struct customer customer_pinned(size_t index);

/* Texts as they stand in forms. Return out. */
char *customer_full_name(const struct customer *customer, char out[CUSTOMER_TEXT_SIZE]);
