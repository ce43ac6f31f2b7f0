#include "ports/simulator/telephony_simulator.h"

#include "ports/simulator/customers.h"
#include "ports/simulator/voice.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	CALLS_MAX = 2048,
	TIMERS_MAX = 32, /* things a call has still to do */
	CLAUSES_MAX = 64,
	RING_MS = 600, /* until it rings */
	ANSWER_MS = 1800,
	BUSY_MS = 900,
	NO_ANSWER_MS = 9000,
	MACHINE_MS = 3200,
	LEAVE_MS = 2600, /* from the last words to the hang-up */
	READ_CHARACTER_MS = 55,
	READ_LEAST_MS = 700,
	READ_MOST_MS = 9000,
};

struct timer {
	int64_t at_ms; /* 0: free */
	struct telephony_event event;
};

struct line_call {
	struct id id;
	bool used;
	bool up; /* answered */
	char phone[PHONE_SIZE];
	int64_t attempt;
	const struct customer_behaviour *behaviour;
	int64_t heard[CALL_FACT_COUNT]; /* how often */
	int64_t clauses[CLAUSES_MAX];   /* in the order first asked */
	int64_t asked[CLAUSES_MAX];
	size_t clauses_count;
	int64_t last_ms; /* of its latest timer: a customer does one thing after the other */
	struct timer timers[TIMERS_MAX];
};

struct simulator {
	int64_t seed;
	const char *cut_file;
	struct line_call calls[CALLS_MAX];
};

static enum rc simulator_open(const struct config *config, void **line, struct fault *fault)
{
	struct simulator *made = calloc(1, sizeof *made);

	(void)fault;
	if (made == NULL)
		abort();
	made->seed = config->simulator_seed;
	made->cut_file = config->simulator_line_cut ? config->simulator_line_cut : "";
	*line = made;
	return RC_OK;
}

static void simulator_close(void *line)
{
	free(line);
}

static struct line_call *call_find(struct simulator *simulator, const struct id *id)
{
	for (size_t i = 0; i < CALLS_MAX; i++) {
		if (simulator->calls[i].used && id_equal(&simulator->calls[i].id, id))
			return &simulator->calls[i];
	}
	return NULL;
}

static struct line_call *call_add(struct simulator *simulator, const struct telephony_call *call)
{
	for (size_t i = 0; i < CALLS_MAX; i++) {
		struct line_call *free_call = &simulator->calls[i];

		if (free_call->used)
			continue;
		*free_call = (struct line_call){.id = call->call_id, .used = true, .attempt = call->attempt};
		snprintf(free_call->phone, sizeof free_call->phone, "%s", call->phone);
		free_call->behaviour = customer_behaviour_of(simulator->seed, call->phone, call->attempt);
		return free_call;
	}
	return NULL;
}

/* Something that will happen, never before what was planned earlier; a full list drops it, as a bad line would. */
static void plan(struct line_call *call, int64_t at_ms, struct telephony_event event)
{
	event.call_id = call->id;
	if (at_ms <= call->last_ms)
		at_ms = call->last_ms + 1;
	for (size_t i = 0; i < TIMERS_MAX; i++) {
		if (call->timers[i].at_ms != 0)
			continue;
		call->timers[i] = (struct timer){.at_ms = at_ms, .event = event};
		call->last_ms = at_ms;
		return;
	}
}

static void plan_report(struct line_call *call, int64_t at_ms, enum telephony_report report)
{
	plan(call, at_ms, (struct telephony_event){.report = report});
}

/* Somebody cut the line: so tests, and whoever shows what happens then. */
static bool is_cut(const struct simulator *simulator)
{
	return simulator->cut_file[0] != '\0' && access(simulator->cut_file, F_OK) == 0;
}

static enum rc simulator_originate(void *line, const struct telephony_call *call, int64_t steady_ms,
                                   struct fault *fault)
{
	static const struct {
		enum telephony_report report;
		int64_t after_ms;
	} outcomes[] = {
		[CUSTOMER_ANSWERS] = {TELEPHONY_ANSWERED, ANSWER_MS},
		[CUSTOMER_BUSY] = {TELEPHONY_BUSY, BUSY_MS},
		[CUSTOMER_NO_ANSWER] = {TELEPHONY_NO_ANSWER, NO_ANSWER_MS},
		[CUSTOMER_MACHINE] = {TELEPHONY_MACHINE, MACHINE_MS},
	};
	struct line_call *added;
	enum customer_line outcome;

	if (is_cut(line))
		return fault_set(fault, RC_UNAVAILABLE, "line_cut", "the simulator's line is cut");
	added = call_add(line, call);
	if (added == NULL)
		return fault_set(fault, RC_UNAVAILABLE, "lines_busy", "every line of the simulator is taken");
	/* Who has contracted waits for the call. */
	outcome = call->is_contract ? CUSTOMER_ANSWERS : added->behaviour->line;
	if (outcome != CUSTOMER_BUSY)
		plan_report(added, steady_ms + RING_MS, TELEPHONY_RINGING);
	plan_report(added, steady_ms + outcomes[outcome].after_ms, outcomes[outcome].report);
	return RC_OK;
}

/* Which question of the contract this is, from 1, and how often it was asked by now. */
static void count_clause(struct line_call *call, int64_t clause, struct telephony_utterance *said)
{
	size_t i = 0;

	while (i < call->clauses_count && call->clauses[i] != clause)
		i++;
	if (i == CLAUSES_MAX)
		return;
	if (i == call->clauses_count)
		call->clauses[call->clauses_count++] = clause;
	said->n = (int64_t)i + 1;
	said->take = ++call->asked[i];
}

static struct telephony_utterance count_fact(struct line_call *call, const struct telephony_heard *heard)
{
	struct telephony_utterance said = {.fact = heard->fact, .n = heard->n};

	said.take = ++call->heard[heard->fact];
	if (heard->fact == CALL_FACT_CLAUSE)
		count_clause(call, heard->n, &said);
	return said;
}

static int64_t reading_ms(int64_t text_length)
{
	int64_t ms = text_length * READ_CHARACTER_MS;

	return ms < READ_LEAST_MS ? READ_LEAST_MS : ms > READ_MOST_MS ? READ_MOST_MS : ms;
}

/* How each kind of customer leaves: after which fact, and what the line then reports. */
static void plan_leaving(struct line_call *call, const struct telephony_utterance *said)
{
	static const struct {
		enum call_fact after;
		enum telephony_report report;
	} leaving[] = {
		[CUSTOMER_LEAVES_AT_HELLO] = {CALL_FACT_ANSWERED, TELEPHONY_HUNG_UP},
		[CUSTOMER_LEAVES_AT_OFFER] = {CALL_FACT_OFFER, TELEPHONY_HUNG_UP},
		[CUSTOMER_FALLS_ACCEPTED] = {CALL_FACT_ACCEPTED, TELEPHONY_DROPPED},
	};
	enum customer_hang_up how = call->behaviour->hang_up;

	if (how != CUSTOMER_STAYS && leaving[how].after == said->fact)
		plan_report(call, call->last_ms + LEAVE_MS, leaving[how].report);
}

static void simulator_hear(void *line, const struct telephony_heard *heard, int64_t steady_ms)
{
	struct simulator *simulator = line;
	struct line_call *call = call_find(simulator, &heard->call_id);
	struct telephony_event event = {.report = TELEPHONY_SPOKE};
	struct voice_script script;
	struct telephony_call whom;

	if (call == NULL || !call->up)
		return;
	event.said = count_fact(call, heard);
	whom = (struct telephony_call){.call_id = call->id, .phone = call->phone, .attempt = call->attempt};
	voice_script(simulator->seed, &whom, &event.said, &script);
	if (script.count > 0)
		plan(call, steady_ms + reading_ms(heard->text_length), event);
	plan_leaving(call, &event.said);
}

static bool simulator_adopt(void *line, const struct telephony_call *call, const struct telephony_heard *heard,
                            size_t count, int64_t steady_ms)
{
	struct line_call *added = call_add(line, call);

	if (added == NULL)
		return false;
	added->up = true;
	added->last_ms = steady_ms;
	for (size_t i = 0; i < count; i++)
		(void)count_fact(added, &heard[i]);
	return true;
}

static void simulator_hang_up(void *line, const struct id *call_id, int64_t steady_ms)
{
	struct line_call *call = call_find(line, call_id);

	(void)steady_ms;
	if (call != NULL)
		call->used = false;
}

static struct timer *call_next(struct line_call *call)
{
	struct timer *next = NULL;

	for (size_t i = 0; call->used && i < TIMERS_MAX; i++) {
		struct timer *timer = &call->timers[i];

		if (timer->at_ms != 0 && (next == NULL || timer->at_ms < next->at_ms))
			next = timer;
	}
	return next;
}

static int64_t simulator_due(void *line)
{
	struct simulator *simulator = line;
	int64_t due_ms = INT64_MAX;

	for (size_t i = 0; i < CALLS_MAX; i++) {
		const struct timer *next = call_next(&simulator->calls[i]);

		if (next != NULL && next->at_ms < due_ms)
			due_ms = next->at_ms;
	}
	return due_ms;
}

/* What a report does to the line itself. */
static void apply(struct line_call *call, enum telephony_report report)
{
	static const bool ends[TELEPHONY_REPORT_COUNT] = {
		[TELEPHONY_BUSY] = true,    [TELEPHONY_NO_ANSWER] = true, [TELEPHONY_MACHINE] = true,
		[TELEPHONY_HUNG_UP] = true, [TELEPHONY_DROPPED] = true,   [TELEPHONY_FAILED] = true,
	};

	call->up = call->up || report == TELEPHONY_ANSWERED;
	call->used = !ends[report];
}

static void fail_all(struct simulator *simulator, telephony_sink *sink, void *context)
{
	for (size_t i = 0; i < CALLS_MAX; i++) {
		struct telephony_event event = {.report = TELEPHONY_FAILED, .call_id = simulator->calls[i].id};

		if (!simulator->calls[i].used)
			continue;
		simulator->calls[i].used = false;
		sink(context, &event);
	}
}

static void simulator_step(void *line, int64_t steady_ms, telephony_sink *sink, void *context)
{
	struct simulator *simulator = line;

	if (is_cut(simulator)) {
		fail_all(simulator, sink, context);
		return;
	}
	for (size_t i = 0; i < CALLS_MAX; i++) {
		struct line_call *call = &simulator->calls[i];
		struct timer *next;

		while ((next = call_next(call)) != NULL && next->at_ms <= steady_ms) {
			struct telephony_event event = next->event;

			next->at_ms = 0;
			apply(call, event.report);
			sink(context, &event);
		}
	}
}

static enum rc simulator_sound(const struct config *config, const struct telephony_call *call,
                               const struct telephony_utterance *said, struct buf *wav, struct fault *fault)
{
	struct voice_script script;

	voice_script(config->simulator_seed, call, said, &script);
	return voice_sound(config->voices_dir, &script, wav, fault);
}

const struct telephony_adapter telephony_simulator = {
	.name = "simulator",
	.open = simulator_open,
	.close = simulator_close,
	.originate = simulator_originate,
	.adopt = simulator_adopt,
	.hang_up = simulator_hang_up,
	.hear = simulator_hear,
	.due = simulator_due,
	.step = simulator_step,
	.sound = simulator_sound,
};
