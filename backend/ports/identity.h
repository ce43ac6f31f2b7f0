/*
 * identity — the bureau that checks who a customer is, behind one table of functions.
 *
 * Promises: begins an attempt (a code by SMS when the bureau knows the phone, else questions), gives the questions
 * again as often as asked, and checks the one answer. Nothing of codes, questions and answers is kept or logged here.
 * Refuses: to guess: a bureau that errs or does not answer in time is RC_UNAVAILABLE "identity_provider"; what
 * becomes of the attempt then is the caller's rule. Owns: nothing; texts live in the arena given. Threads: any.
 *
 * An adapter is one row: a `struct identity_adapter` in identity.c's table, chosen by the setting `identity`. An HTTP
 * adapter keeps its session at the bureau in `reference`, which is stored with the attempt; the simulator needs none.
 */
#pragma once

#include "base/arena.h"
#include "base/config.h"
#include "base/fault.h"
#include "domain/identity.h"
#include "domain/person.h"

enum { IDENTITY_QUESTIONS_MAX = 10, IDENTITY_OPTIONS_MAX = 10 };

/* Who is checked, and in which attempt. */
struct identity_case {
	const char *key; /* of the attempt: makes its beginning and its answer one each */
	struct person applicant;
	int64_t number;        /* 1 to 3 */
	int64_t questions;     /* how many are asked, where the bureau leaves that to us */
	const char *reference; /* as identity_provider_begin() gave it; NULL before */
};

struct identity_beginning {
	enum identity_method method;
	const char *reference; /* NULL: none */
};

struct identity_question {
	const char *text;
	const char *options[IDENTITY_OPTIONS_MAX];
	size_t options_count;
};

struct identity_questionnaire {
	size_t count;
	struct identity_question questions[IDENTITY_QUESTIONS_MAX];
};

struct identity_finding {
	enum identity_outcome outcome;
	const char *approval_number; /* IDENTITY_APPROVED */
	const char *reason;          /* IDENTITY_VOID, a slug: refused for a limit of the bureau's own, … */
};

struct identity_adapter {
	const char *name; /* as in the setting */
	/* Whether its settings will do, with one sentence; NULL: nothing to set. */
	enum rc (*check)(const struct config *config, struct fault *fault);
	enum rc (*begin)(const struct config *config, const struct identity_case *about, struct arena *arena,
	                 struct identity_beginning *beginning, struct fault *fault);
	enum rc (*ask)(const struct config *config, const struct identity_case *about, struct arena *arena,
	               struct identity_questionnaire *questionnaire, struct fault *fault);
	enum rc (*check_code)(const struct config *config, const struct identity_case *about, const char *code,
	                      struct arena *arena, struct identity_finding *finding, struct fault *fault);
	enum rc (*check_answers)(const struct config *config, const struct identity_case *about,
	                         const int64_t *options, size_t count, struct arena *arena,
	                         struct identity_finding *finding, struct fault *fault);
};

/* The adapter of the setting; RC_INVALID "identity" when it names none. */
enum rc identity_provider_find(const struct config *config, const struct identity_adapter **adapter,
                               struct fault *fault) MUST_CHECK;

enum rc identity_provider_begin(const struct config *config, const struct identity_case *about, struct arena *arena,
                                struct identity_beginning *beginning, struct fault *fault) MUST_CHECK;
enum rc identity_provider_ask(const struct config *config, const struct identity_case *about, struct arena *arena,
                              struct identity_questionnaire *questionnaire, struct fault *fault) MUST_CHECK;
enum rc identity_provider_check_code(const struct config *config, const struct identity_case *about, const char *code,
                                     struct arena *arena, struct identity_finding *finding,
                                     struct fault *fault) MUST_CHECK;
/* options: one per question, counted from 1. */
enum rc identity_provider_check_answers(const struct config *config, const struct identity_case *about,
                                        const int64_t *options, size_t count, struct arena *arena,
                                        struct identity_finding *finding, struct fault *fault) MUST_CHECK;

/* At start: whether the adapter of the setting can be used. RC_INVALID with one sentence. */
enum rc identity_provider_check(const struct config *config, struct fault *fault) MUST_CHECK;
