/*
 * review — quality hears a reading and judges it.
 *
 * Promises: the exceptions, which of them are fatal, what verdict the marks so far allow, and whether a recording can
 * be heard at all. Pure; safe from any thread.
 * Refuses: passing before all is heard or with an open mark; faulty without an exception.
 * Source: process.md 6, "Recording": "without an explicit yes is always fatal, the admin says which clauses are fatal
 * when not literal; other marks: the analyst decides when all is heard"; "Missing or silent audio is faulty at once".
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum review_exception {
	REVIEW_NOT_LITERAL,
	REVIEW_NOT_CLEAR,
	REVIEW_NO_EXPLICIT_YES,
};

enum { REVIEW_EXCEPTION_COUNT = REVIEW_NO_EXPLICIT_YES + 1 };

NAMES_DECLARE(review_exception);

enum review_state {
	REVIEW_WAITING,
	REVIEW_HEARING,
	REVIEW_PASSED,
	REVIEW_FAULTY,
};

enum { REVIEW_STATE_COUNT = REVIEW_FAULTY + 1 };

NAMES_DECLARE(review_state);

/* Why the whole reading is faulty, beside marks of clauses. */
enum review_fault {
	REVIEW_FAULT_CLAUSE,  /* an exception of a clause */
	REVIEW_FAULT_MISSING, /* no audio, or cut short */
	REVIEW_FAULT_SILENT,  /* a voice cannot be heard */
};

enum { REVIEW_FAULT_COUNT = REVIEW_FAULT_SILENT + 1 };

NAMES_DECLARE(review_fault);

/* One clause as the contract's version has it and as it was heard. */
struct review_clause {
	bool is_question;
	bool fatal_when_not_literal; /* the admin's flag */
	bool heard;                  /* played to its end */
	uint8_t exceptions;          /* bits, 1 << enum review_exception */
};

enum review_verdict {
	REVIEW_ALLOWED,
	REVIEW_NOT_ALL_HEARD,
	REVIEW_MARKED,         /* passed: an exception is marked */
	REVIEW_NOTHING_MARKED, /* faulty: nothing is */
	REVIEW_NOT_A_QUESTION, /* a statement has no yes */
};

enum { REVIEW_VERDICT_COUNT = REVIEW_NOT_A_QUESTION + 1 };

NAMES_DECLARE(review_verdict);

bool review_exception_is_fatal(const struct review_clause *clause, enum review_exception exception);

enum review_verdict review_check_mark(const struct review_clause *clause, enum review_exception exception);

/* Passed: all heard and none marked. The analyst may also pass marks that are not fatal, all heard: with_marks. */
enum review_verdict review_check_pass(const struct review_clause *clauses, size_t count, bool with_marks);

/* Faulty: a fatal mark at once; another one when all is heard. *clause is the first that decides. */
enum review_verdict review_check_fault(const struct review_clause *clauses, size_t count, size_t *clause);

struct review_policy {
	int64_t warn_ms;           /* † 2 contact hours in the queue */
	int64_t silence_cdb;       /* † -5000: a channel whose speech level is under this (1/100 dBFS) is silent */
	int64_t duration_slack_ms; /* † 2000: how much shorter than its marks a recording may be */
};

/* What is known of the audio of a take. */
struct review_audio {
	bool exists;
	int64_t duration_ms;
	int64_t last_mark_ms; /* position of the last mark */
	int64_t agent_cdb;    /* speech level per channel, 1/100 dBFS; 0 is full scale */
	int64_t customer_cdb;
};

/* Whether the audio can be heard; else *fault says which fault it is. */
bool review_audio_is_good(const struct review_policy *policy, const struct review_audio *audio,
                          enum review_fault *fault);

/* What the analyst played, in positions of the finished recording. */
struct review_span {
	int64_t from_ms, to_ms;
};

/* Players report where they are a few times a second: so much at the edges and between two spans counts as heard. */
enum { REVIEW_HEARD_SLACK_MS = 500 };

/* Whether the spans, in whatever order and overlap, cover from_ms to to_ms. */
bool review_is_heard(const struct review_span *spans, size_t count, int64_t from_ms, int64_t to_ms);

/* Order of the queue: requested readings first, then by expiry; <0 when left comes first. */
struct review_rank {
	bool requested;
	int64_t expires_ms;
	int64_t finished_ms;
};

int review_compare(const struct review_rank *left, const struct review_rank *right);

/* The same order as one number, for an index; expires_ms 0: a draft's, last. */
int64_t review_queue_rank(bool requested, int64_t expires_ms);
