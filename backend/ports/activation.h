/*
 * activation — the operator's system in which services are loaded, behind one table of functions.
 *
 * Promises: finds the line, assigns the rate, carries the personal data over, loads one service, says whether a
 * service is loaded, and takes one off. Each load has a number of its own (from 1): an adapter sends it as the
 * operator's idempotency token, so that what was sent once is never loaded twice, and asks by it. Refuses: to guess:
 * what did not answer in time is ACTIVATION_TIMED_OUT (services) or RC_UNAVAILABLE "operator_silent" (the other
 * steps); a line the operator does not know is RC_NOT_FOUND "line_not_found". What becomes of either is the caller's
 * rule. Owns: nothing; texts live in the arena given. Threads: any.
 *
 * An adapter is one row of activation.c's table, chosen by the setting `activation`.
 */
#pragma once

#include "base/arena.h"
#include "base/config.h"
#include "base/fault.h"
#include "domain/activation.h"
#include "domain/person.h"

enum activation_search { ACTIVATION_BY_PHONE, ACTIVATION_BY_ADDRESS };

NAMES_DECLARE(activation_search);

/* What the operator is told of a sale. NULL: not there. */
struct activation_order {
	const char *number; /* the sale's */
	struct person applicant;
	const char *line_number, *line_address; /* E.164; what the line is found by */
	const char *residence_address, *delivery_address, *city, *alternate_phone;
	const char *line_reference; /* as activation_find_line() gave it; NULL before */
	const char *rate_code;      /* likewise */
};

/* One service, and the how-manieth time. */
struct activation_load {
	int64_t n; /* of the sale, from 1 */
	const char *name;
	int64_t price_cop;
	int64_t load; /* sent, this one included */
	int64_t asks; /* asked about this load, this one included; 0: it is being sent */
};

struct activation_report {
	enum activation_answer answer;
	const char *reference; /* the operator's, when loaded; NULL */
	const char *reason;    /* a slug, when not; NULL */
};

struct activation_adapter {
	const char *name; /* as in the setting */
	/* Whether its settings will do, with one sentence; NULL: nothing to set. */
	enum rc (*check)(const struct config *config, struct fault *fault);
	enum rc (*find_line)(const struct config *config, const struct activation_order *order,
	                     enum activation_search by, struct arena *arena, const char **reference,
	                     struct fault *fault);
	enum rc (*assign_rate)(const struct config *config, const struct activation_order *order, struct arena *arena,
	                       const char **code, struct fault *fault);
	enum rc (*carry_person)(const struct config *config, const struct activation_order *order,
	                        struct arena *arena, struct fault *fault);
	struct activation_report (*load)(const struct config *config, const struct activation_order *order,
	                                 const struct activation_load *load, struct arena *arena);
	struct activation_report (*ask)(const struct config *config, const struct activation_order *order,
	                                const struct activation_load *load, struct arena *arena);
	/* Takes off what that load has loaded; asking about the load tells afterwards whether it is still there. */
	struct activation_report (*take_off)(const struct config *config, const struct activation_order *order,
	                                     const struct activation_load *load, struct arena *arena);
};

/* The adapter of the setting; RC_INVALID "activation" when it names none. */
enum rc activation_adapter_find(const struct config *config, const struct activation_adapter **adapter,
                                struct fault *fault) MUST_CHECK;

/* At start: whether the adapter of the setting can be used. RC_INVALID with one sentence. */
enum rc activation_adapter_check(const struct config *config, struct fault *fault) MUST_CHECK;
