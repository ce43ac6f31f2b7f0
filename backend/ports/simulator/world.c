#include "ports/simulator/world.h"

#include "ports/simulator/customers.h"
#include "ports/simulator/draw.h"

#include <assert.h>
#include <stdio.h>

enum { CODES = 100000 };

static_assert(WORLD_CODE_DIGITS == 5, "CODES has as many zeros");

char *world_code(int64_t seed, const char *document_number, int64_t attempt, char out[WORLD_CODE_SIZE])
{
	snprintf(out, WORLD_CODE_SIZE, "%0*u", WORLD_CODE_DIGITS,
	         draw_below(seed, "code", document_number, attempt, CODES));
	return out;
}

char *world_code_said(int64_t seed, const char *phone_e164, int64_t attempt, char out[WORLD_CODE_SIZE])
{
	struct customer who = customer_of(phone_e164);
	const struct customer_behaviour *behaviour = customer_behaviour_of(seed, phone_e164, 1);
	char *last = &out[WORLD_CODE_DIGITS - 1];

	world_code(seed, who.document_number, attempt, out);
	if (attempt <= behaviour->wrong_codes)
		*last = *last == '9' ? '0' : (char)(*last + 1);
	return out;
}

bool world_bureau_knows(int64_t seed, const char *phone_e164)
{
	return !customer_behaviour_of(seed, phone_e164, 1)->unknown_at_bureau;
}

int world_option(int64_t seed, const char *document_number, int64_t attempt, int question)
{
	return 1 + (int)draw_below(seed, "option", document_number, attempt * 100 + question, WORLD_OPTIONS);
}

int world_question_kind(int64_t seed, const char *document_number, int64_t attempt, int question)
{
	/* A fixed start and a step that shares no divisor with the number of kinds: no question comes twice. */
	unsigned start = draw_below(seed, "question", document_number, attempt, WORLD_QUESTION_KINDS);

	return (int)((start + (unsigned)question * 5) % WORLD_QUESTION_KINDS);
}
