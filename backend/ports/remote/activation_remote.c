#include "ports/remote/activation_remote.h"

#include "ports/remote/person_body.h"
#include "ports/remote/remote.h"

#include <string.h>

enum { TIMEOUT_MS = 20000, REFERENCE_CHARACTERS = 100 };

static struct remote_system system_of(const struct config *config)
{
	return (struct remote_system){.name = "activation",
	                              .silent = "operator_silent",
	                              .url = config->activation_url,
	                              .timeout_ms = TIMEOUT_MS};
}

static enum rc check(const struct config *config, struct fault *fault)
{
	const struct remote_system operator_ = system_of(config);

	return remote_check(config, &operator_, fault);
}

/* {"order":…,"person":{…},…: the object is left open. */
static void begin_body(struct buf *body, const struct activation_order *order)
{
	buf_char(body, '{');
	remote_text(body, "sale", order->number);
	person_body(body, &order->applicant);
	remote_text(body, "line_number", order->line_number);
	remote_text(body, "line_address", order->line_address);
	remote_text(body, "residence_address", order->residence_address);
	remote_text(body, "delivery_address", order->delivery_address);
	remote_text(body, "city", order->city);
	remote_text(body, "alternate_phone", order->alternate_phone);
	remote_text(body, "line_reference", order->line_reference);
	remote_text(body, "rate_code", order->rate_code);
}

/* ---- line, rate, personal data: a repeat does no harm ---- */

struct reference_body {
	const char *reference;
};

static const struct wire_field reference_fields[] = {
	{.name = "reference",
         .type = WIRE_TEXT,
         .offset = offsetof(struct reference_body, reference),
         .required = true,
         .min = 1,
         .max = REFERENCE_CHARACTERS},
};
static const struct wire_shape reference_shape = WIRE_SHAPE(struct reference_body, reference_fields);

static enum rc step(const struct config *config, const struct activation_order *order, const char *name,
                    const char *by, struct arena *arena, struct remote_answer *answer, struct fault *fault)
{
	const struct remote_system operator_ = system_of(config);
	BUF(body, REMOTE_BODY_MAX);
	const struct remote_question question = {
		.operation = arena_printf(arena, "activation/%s", name), .key = "", .body = &body};

	begin_body(&body, order);
	remote_text(&body, "by", by);
	buf_char(&body, '}');
	return remote_ask(config, &operator_, &question, arena, answer, fault);
}

static enum rc read_reference(const struct config *config, const struct remote_answer *answer, struct arena *arena,
                              const char **reference, struct fault *fault)
{
	const struct remote_system operator_ = system_of(config);
	struct reference_body got;

	TRY(remote_read(&operator_, answer, &reference_shape, arena, &got, fault));
	*reference = got.reference;
	return RC_OK;
}

static enum rc refused(struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, "operator_refused", "the operator refused this step");
}

static enum rc find_line(const struct config *config, const struct activation_order *order, enum activation_search by,
                         struct arena *arena, const char **reference, struct fault *fault)
{
	struct remote_answer answer;

	TRY(step(config, order, "line", activation_search_name(by), arena, &answer, fault));
	if (answer.refused && strcmp(answer.refused, "line_not_found") == 0)
		return fault_set(fault, RC_NOT_FOUND, "line_not_found", "the operator knows no such line");
	if (answer.refused)
		return refused(fault);
	return read_reference(config, &answer, arena, reference, fault);
}

static enum rc assign_rate(const struct config *config, const struct activation_order *order, struct arena *arena,
                           const char **code, struct fault *fault)
{
	struct remote_answer answer;

	TRY(step(config, order, "rate", NULL, arena, &answer, fault));
	return answer.refused ? refused(fault) : read_reference(config, &answer, arena, code, fault);
}

static enum rc carry_person(const struct config *config, const struct activation_order *order, struct arena *arena,
                            struct fault *fault)
{
	struct remote_answer answer;

	TRY(step(config, order, "person", NULL, arena, &answer, fault));
	return answer.refused ? refused(fault) : RC_OK;
}

/* ---- services ---- */

enum service_state { SERVICE_LOADED, SERVICE_NOT_LOADED };

NAMES_DECLARE(service_state);
static const char *const service_state_names[] = {[SERVICE_LOADED] = "loaded", [SERVICE_NOT_LOADED] = "not_loaded"};
NAMES_DEFINE(service_state);
WIRE_WORDS(service_state);

struct service_body {
	enum service_state state;
	const char *reference, *reason;
};

static const struct wire_field service_fields[] = {
	{.name = "state",
         .type = WIRE_ENUM,
         .offset = offsetof(struct service_body, state),
         .required = true,
         .words = &service_state_words},
	{.name = "reference",
         .type = WIRE_TEXT,
         .offset = offsetof(struct service_body, reference),
         .min = 1,
         .max = REFERENCE_CHARACTERS},
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct service_body, reason),
         .check = remote_check_slug},
};
static const struct wire_shape service_shape = WIRE_SHAPE(struct service_body, service_fields);

/* A load is one fact, however often it is sent: sale, service and which load; so is its removal. Asking repeats
 * without a key. */
static enum rc service(const struct config *config, const struct activation_order *order,
                       const struct activation_load *load, const char *operation, struct arena *arena,
                       struct service_body *got, struct fault *fault)
{
	const struct remote_system operator_ = system_of(config);
	const char *token =
		arena_printf(arena, "%s-%lld-%lld", order->number, (long long)load->n, (long long)load->load);
	BUF(body, REMOTE_BODY_MAX);
	const struct remote_question question = {.operation = arena_printf(arena, "activation/%s", operation),
	                                         .key = strcmp(operation, "status") == 0 ? "" : token,
	                                         .body = &body};

	begin_body(&body, order);
	remote_text(&body, "load", token);
	remote_text(&body, "service", load->name);
	remote_int(&body, "price_cop", load->price_cop);
	buf_char(&body, '}');
	return remote_get(config, &operator_, &question, &service_shape, arena, got, fault);
}

/* Whatever is no clear answer leaves the service unconfirmed: it is asked about before anything is sent again. */
static struct activation_report report(const struct config *config, const struct activation_order *order,
                                       const struct activation_load *load, const char *operation, struct arena *arena)
{
	struct service_body got;
	struct fault unclear;

	if (service(config, order, load, operation, arena, &got, &unclear) != RC_OK)
		return (struct activation_report){.answer = ACTIVATION_TIMED_OUT, .reason = "timed_out"};
	if (got.state == SERVICE_LOADED)
		return (struct activation_report){.answer = ACTIVATION_SAID_LOADED, .reference = got.reference};
	return (struct activation_report){.answer = ACTIVATION_SAID_NOT_LOADED,
	                                  .reason = got.reason ? got.reason : "operator_error"};
}

static struct activation_report load_service(const struct config *config, const struct activation_order *order,
                                             const struct activation_load *load, struct arena *arena)
{
	return report(config, order, load, "load", arena);
}

static struct activation_report ask_service(const struct config *config, const struct activation_order *order,
                                            const struct activation_load *load, struct arena *arena)
{
	return report(config, order, load, "status", arena);
}

static struct activation_report take_off_service(const struct config *config, const struct activation_order *order,
                                                 const struct activation_load *load, struct arena *arena)
{
	struct activation_report got = report(config, order, load, "removal", arena);

	if (got.answer == ACTIVATION_SAID_NOT_LOADED)
		got.answer = ACTIVATION_SAID_REVERSED;
	return got;
}

const struct activation_adapter activation_remote = {.name = "http",
                                                     .check = check,
                                                     .find_line = find_line,
                                                     .assign_rate = assign_rate,
                                                     .carry_person = carry_person,
                                                     .load = load_service,
                                                     .ask = ask_service,
                                                     .take_off = take_off_service};
