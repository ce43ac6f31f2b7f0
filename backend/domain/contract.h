/*
 * contract — what a contract must be before it is published: read literally by agents, and never changed again.
 *
 * Promises: names everything that is wrong with a draft, clause by clause; gives every merge field a sample value, so
 * that a draft can be read as an agent will read it. Pure; safe from any thread.
 * Refuses: a contract without clauses or without a question, a clause without title or text, a merge field that is
 * none, a question without an answer that counts as a yes, a statement with one.
 * Owns: nothing; texts are the caller's, samples constants.
 * Source: process.md 4, "an ordered list of clauses, each a statement or a question, with merge fields"; "A question
 * needs an explicit yes, such as SI or SI CLARO (the version lists examples, and what never counts)".
 */
#pragma once

#include "domain/merge.h"
#include "domain/reading.h"

#include <stddef.h>
#include <stdint.h>

enum { CONTRACT_PROBLEMS_MAX = 3 * READING_CLAUSES_MAX };

struct contract_clause {
	const char *title;
	const char *text;
	enum reading_clause_kind kind;
	size_t accepts; /* how many answers are listed that count as a yes */
};

/* What a problem is about. */
enum contract_member {
	CONTRACT_CLAUSES, /* the contract as a whole */
	CONTRACT_TITLE,
	CONTRACT_TEXT,
	CONTRACT_ACCEPTS,
};

NAMES_DECLARE(contract_member);

struct contract_problem {
	size_t clause; /* 0-based; no meaning with CONTRACT_CLAUSES */
	enum contract_member member;
	const char *code; /* "required", "not_allowed", "no_question", or a merge_verdict_name() */
	size_t at;        /* with a merge verdict: the byte of the text */
};

/* How many problems there are; those are filled in, in the order of the clauses. 0: it may be published. */
size_t contract_check(const struct contract_clause *clauses, size_t count,
                      struct contract_problem problems[CONTRACT_PROBLEMS_MAX]);

/* What the field says in a preview: an invented customer's value, in the form in which it is read aloud. */
const char *contract_sample(enum merge_field field);
