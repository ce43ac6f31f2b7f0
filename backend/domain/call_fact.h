/*
 * call_fact — what the far end of a line gets to hear, told apart as far as a simulated customer must.
 *
 * Promises: the words under which these facts travel in `call.fact` events. A real line needs none of them: there the
 * customer hears the agent. Pure.
 * Refuses: content: a fact says that something was said, a number, and how long reading it takes; never the words.
 */
#pragma once

#include "domain/names.h"

enum call_fact {
	CALL_FACT_ANSWERED,  /* the line is up */
	CALL_FACT_OFFER,     /* the n-th offer of the call is being said */
	CALL_FACT_OBJECTION, /* the agent recorded the rejection of the n-th offer */
	CALL_FACT_REBUTTAL,  /* the n-th rebuttal of the call is being said */
	CALL_FACT_ACCEPTED,  /* the agent recorded the acceptance of the n-th offer: asks for which line */
	CALL_FACT_LINE,      /* the line of the n-th product is set: asks for the identity data */
	CALL_FACT_IDENTITY,  /* the identity attempt n begins */
	CALL_FACT_CODE_SENT, /* the bureau sent the code of attempt n */
	CALL_FACT_QUESTION,  /* the question n / 100 + n % 100: attempt × 100 + number from 1 */
	CALL_FACT_CLAUSE, /* a question of the contract begins to be read: clause n (from 0), each time it is asked */
	CALL_FACT_CONFIRM,   /* the back office asks whether the customer agrees */
	CALL_FACT_DOCUMENTS, /* and for the documents */
	CALL_FACT_HANGUP,    /* our side says goodbye */
};

enum { CALL_FACT_COUNT = CALL_FACT_HANGUP + 1 };

NAMES_DECLARE(call_fact);
