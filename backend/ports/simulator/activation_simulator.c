#include "ports/simulator/activation_simulator.h"

#include "ports/simulator/customers.h"
#include "ports/simulator/draw.h"

#include <string.h>

enum { REFERENCES = 100000000 };

/* How the first load of a service goes; every later one loads. */
struct course {
	enum activation_answer answer;
	bool loaded;         /* the truth behind a time-out */
	int64_t silent_asks; /* so many questions about it are not answered either */
};

static const struct course at_once = {ACTIVATION_SAID_LOADED, true, 0},
			   fails_first = {ACTIVATION_SAID_NOT_LOADED, false, 0},
			   answer_lost = {ACTIVATION_TIMED_OUT, true, 0},
			   order_lost = {ACTIVATION_TIMED_OUT, false, 0},
			   operator_silent = {ACTIVATION_TIMED_OUT, false, 2},
			   operator_gone = {ACTIVATION_TIMED_OUT, false, 62}; /* an hour of probes, and two more */

static const struct {
	const char *phone;
	const struct course *course;
} pinned[] = {
	{"+573000000101", &fails_first}, {"+573000000104", &fails_first},     {"+573000000102", &answer_lost},
	{"+573000000103", &order_lost},  {"+573000000115", &operator_silent}, {"+573000000198", &operator_gone},
};

/* What everybody else's first load does, in per cent. */
static const struct {
	const struct course *course;
	unsigned percent;
} crowd[] = {{&at_once, 85}, {&fails_first, 7}, {&answer_lost, 4}, {&order_lost, 4}};

static const struct course *drawn_course(const struct config *config, const struct activation_order *order, int64_t n)
{
	unsigned drawn = draw_below(config->simulator_seed, "activation", order->applicant.document_number, n, 100);
	size_t i = 0;

	while (drawn >= crowd[i].percent)
		drawn -= crowd[i++].percent;
	return crowd[i].course;
}

static const struct course *course_of(const struct config *config, const struct activation_order *order,
                                      const struct activation_load *load)
{
	if (load->load > 1)
		return &at_once;
	for (size_t i = 0; i < sizeof pinned / sizeof *pinned; i++)
		if (strcmp(order->applicant.phone, pinned[i].phone) == 0)
			return load->n == 1 ? pinned[i].course : &at_once;
	if (phone_is_valid(order->applicant.phone) && customer_of(order->applicant.phone).is_pinned)
		return &at_once;
	return drawn_course(config, order, load->n);
}

static const char *reference(const struct config *config, const char *prefix, const struct activation_order *order,
                             int64_t n, struct arena *arena)
{
	return arena_printf(arena, "%s-%08u", prefix,
	                    draw_below(config->simulator_seed, prefix, order->number, n, REFERENCES));
}

static enum rc find_line(const struct config *config, const struct activation_order *order, enum activation_search by,
                         struct arena *arena, const char **found, struct fault *fault)
{
	if (!(by == ACTIVATION_BY_PHONE ? order->line_number : order->line_address))
		return fault_set(fault, RC_NOT_FOUND, "line_not_found", "the operator knows no such line");
	*found = reference(config, "LIN", order, 0, arena);
	return RC_OK;
}

static enum rc assign_rate(const struct config *config, const struct activation_order *order, struct arena *arena,
                           const char **code, struct fault *fault)
{
	(void)fault;
	*code = reference(config, "TAR", order, 0, arena);
	return RC_OK;
}

static enum rc carry_person(const struct config *config, const struct activation_order *order, struct arena *arena,
                            struct fault *fault)
{
	(void)config, (void)order, (void)arena, (void)fault;
	return RC_OK;
}

static struct activation_report report(const struct config *config, const struct activation_order *order,
                                       const struct activation_load *load, enum activation_answer answer,
                                       struct arena *arena)
{
	struct activation_report told = {.answer = answer};

	if (answer == ACTIVATION_SAID_LOADED)
		told.reference = reference(config, "ALTA", order, load->n, arena);
	else
		told.reason = answer == ACTIVATION_TIMED_OUT ? "timed_out" : "operator_error";
	return told;
}

static struct activation_report load_service(const struct config *config, const struct activation_order *order,
                                             const struct activation_load *load, struct arena *arena)
{
	return report(config, order, load, course_of(config, order, load)->answer, arena);
}

static struct activation_report ask_service(const struct config *config, const struct activation_order *order,
                                            const struct activation_load *load, struct arena *arena)
{
	const struct course *course = course_of(config, order, load);
	enum activation_answer truth = course->loaded ? ACTIVATION_SAID_LOADED : ACTIVATION_SAID_NOT_LOADED;

	return report(config, order, load, load->asks <= course->silent_asks ? ACTIVATION_TIMED_OUT : truth, arena);
}

/* A removal always succeeds. */
static struct activation_report take_off_service(const struct config *config, const struct activation_order *order,
                                                 const struct activation_load *load, struct arena *arena)
{
	return (struct activation_report){.answer = ACTIVATION_SAID_REVERSED,
	                                  .reference = reference(config, "BAJA", order, load->n, arena)};
}

const struct activation_adapter activation_simulator = {.name = "simulator",
                                                        .find_line = find_line,
                                                        .assign_rate = assign_rate,
                                                        .carry_person = carry_person,
                                                        .load = load_service,
                                                        .ask = ask_service,
                                                        .take_off = take_off_service};
