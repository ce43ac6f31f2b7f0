/*
 * reading — the contract, read literally, clause by clause, into the recording.
 *
 * Promises: folds each mark of the agent into a take: clauses only in order, each begun by a mark of its own; a
 * question answered yes, unclear or no and asked at most 3 times in all; says whether a take may begin and whether a
 * mark's time is possible. Pure; safe from any thread.
 * Refuses: a clause out of order or not begun, an answer to a statement, a statement where an answer is due, anything
 * on a take that has ended, a take while nothing is recorded or a line is missing, two takes at once, a fourth in a
 * call.
 * Owns: nothing; the clauses are borrowed.
 * Source: proceso-de-venta, "podra repetir la pregunta nuevamente maximo 2 veces sin afectar la grabacion";
 * process.md 4.
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { READING_CLAUSES_MAX = 100 };

enum reading_clause_kind {
	READING_STATEMENT,
	READING_QUESTION,
};

NAMES_DECLARE(reading_clause_kind);

/* What the agent marks at the end of a clause. */
enum reading_answer {
	READING_READ,    /* a statement was read to its end */
	READING_YES,     /* an explicit yes */
	READING_UNCLEAR, /* silence, a murmur, "ajá" */
	READING_NO,
};

enum { READING_ANSWER_COUNT = READING_NO + 1 };

NAMES_DECLARE(reading_answer);

enum reading_state {
	READING_OPEN,
	READING_ACCEPTED,    /* to its last clause, every question with a yes */
	READING_VOID,        /* a question was asked 3 times without a yes */
	READING_INTERRUPTED, /* stopped to explain, or cut off: counts against nobody */
	READING_UNACCEPTED,  /* the customer does not accept the contract */
};

enum { READING_STATE_COUNT = READING_UNACCEPTED + 1 };

NAMES_DECLARE(reading_state);

struct reading_policy {
	int64_t times_asked_max;    /* 3: once, and 2 repeats */
	int64_t takes_per_call_max; /* † 3 */
	int64_t mark_tolerance_ms;  /* † 3000: a mark's recorder position against its arrival */
};

struct reading_take {
	enum reading_state state;
	uint16_t clause;     /* the one being read, from 0; the clause count once accepted */
	uint8_t times_asked; /* answers to the question being read so far */
	bool refused;        /* the latest answer was a no */
	bool begun;          /* its beginning is marked; each repeat of a question has one of its own */
};

/* What must be true before a take begins. */
struct reading_start {
	bool recording;         /* the recorder reports sound */
	bool identity_approved; /* and the approval still usable */
	bool lines_complete;    /* every accepted product says what it is for */
	size_t products;        /* accepted */
	int takes;              /* begun in this call */
	bool accepted;          /* a take of this sale is accepted and still holds */
	bool open;              /* another take of this call is being read */
};

enum reading_verdict {
	READING_ALLOWED,
	READING_NOT_RECORDED,
	READING_NO_IDENTITY,
	READING_NO_PRODUCT,
	READING_LINE_MISSING,
	READING_TAKES_SPENT,
	READING_ALREADY_ACCEPTED,
	READING_OPEN_ALREADY,
	READING_ENDED,        /* the take is not open */
	READING_OUT_OF_ORDER, /* another clause is being read: *take says which */
	READING_NOT_BEGUN,    /* its beginning has no mark */
	READING_ANSWER_DUE,   /* a question wants yes, unclear or no */
	READING_NO_QUESTION,  /* a statement has no answer */
	READING_MARK_IMPOSSIBLE,
};

enum { READING_VERDICT_COUNT = READING_MARK_IMPOSSIBLE + 1 };

NAMES_DECLARE(reading_verdict);

enum reading_verdict reading_start_check(const struct reading_policy *policy, const struct reading_start *start);

/*
 * The clause begins to be read: the one that is due, or the one after a statement that was begun, which thereby is
 * read to its end. The take stays untouched unless READING_ALLOWED.
 */
enum reading_verdict reading_begin_clause(const struct reading_policy *policy,
                                          const enum reading_clause_kind *clauses, size_t clause_count,
                                          struct reading_take *take, size_t clause);

/* Folds the end of a clause that was begun into the take, which stays untouched unless READING_ALLOWED; see
 * take->state afterwards. */
enum reading_verdict reading_mark(const struct reading_policy *policy, const enum reading_clause_kind *clauses,
                                  size_t clause_count, struct reading_take *take, size_t clause,
                                  enum reading_answer answer);

/* Ends an open take as interrupted. */
enum reading_verdict reading_interrupt(struct reading_take *take);

/* The customer does not accept: ends an open or a void take so. */
enum reading_verdict reading_refuse(struct reading_take *take);

/* Repeats of the question being read that are left without harm. */
int reading_repeats_left(const struct reading_policy *policy, const struct reading_take *take);

/* A mark: the recorder's own audio position, and when the server received it. */
struct reading_time {
	int64_t position_ms;
	int64_t arrived_ms; /* real time, not the service clock */
};

/*
 * Whether a mark is possible: not before the one before it, and no more audio than time since the recording began at
 * began_ms, real time. A mark may arrive late (the network), so its distance from the one before says nothing.
 * previous may be NULL.
 */
bool reading_time_is_possible(const struct reading_policy *policy, int64_t began_ms,
                              const struct reading_time *previous, const struct reading_time *mark);
