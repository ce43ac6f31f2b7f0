#include "ports/remote/identity_remote.h"

#include "ports/remote/person_body.h"
#include "ports/remote/remote.h"

#include <string.h>

enum { TIMEOUT_MS = 8000, QUESTION_CHARACTERS = 300, REFERENCE_CHARACTERS = 100 };

WIRE_WORDS(identity_method);
WIRE_WORDS(identity_outcome);

static struct remote_system system_of(const struct config *config)
{
	return (struct remote_system){.name = "identity",
	                              .silent = "identity_provider",
	                              .url = config->identity_url,
	                              .timeout_ms = TIMEOUT_MS};
}

static enum rc check(const struct config *config, struct fault *fault)
{
	const struct remote_system bureau = system_of(config);

	return remote_check(config, &bureau, fault);
}

/* One attempt is begun once and answered once; its questions may be read as often as one likes. */
static enum rc get(const struct config *config, const struct identity_case *about, const char *step, bool once,
                   const struct buf *body, const struct wire_shape *shape, struct arena *arena, void *record,
                   struct fault *fault)
{
	const struct remote_system bureau = system_of(config);
	const struct remote_question question = {
		.operation = arena_printf(arena, "identity/%s", step),
		.key = once ? arena_printf(arena, "%s-%s", about->key, step) : "",
		.body = body,
	};

	return remote_get(config, &bureau, &question, shape, arena, record, fault);
}

/* ---- begin ---- */

struct beginning_body {
	enum identity_method method;
	const char *reference;
};

static const struct wire_field beginning_fields[] = {
	{.name = "method",
         .type = WIRE_ENUM,
         .offset = offsetof(struct beginning_body, method),
         .required = true,
         .words = &identity_method_words},
	{.name = "reference",
         .type = WIRE_TEXT,
         .offset = offsetof(struct beginning_body, reference),
         .required = true,
         .min = 1,
         .max = REFERENCE_CHARACTERS},
};
static const struct wire_shape beginning_shape = WIRE_SHAPE(struct beginning_body, beginning_fields);

static enum rc begin(const struct config *config, const struct identity_case *about, struct arena *arena,
                     struct identity_beginning *beginning, struct fault *fault)
{
	struct beginning_body got;
	BUF(body, REMOTE_BODY_MAX);

	buf_char(&body, '{');
	person_body(&body, &about->applicant);
	remote_int(&body, "attempt", about->number);
	remote_int(&body, "questions", about->questions);
	buf_char(&body, '}');
	TRY(get(config, about, "begin", true, &body, &beginning_shape, arena, &got, fault));
	if (got.method == IDENTITY_BY_HAND)
		return fault_set(fault, RC_UNAVAILABLE, "identity_provider",
		                 "the identity bureau named a method that is none of its own");
	*beginning = (struct identity_beginning){.method = got.method, .reference = got.reference};
	return RC_OK;
}

/* ---- questions ---- */

struct question_body {
	const char *text;
	struct wire_list options; /* of const char * */
};

struct questionnaire_body {
	struct wire_list questions; /* of struct question_body */
};

static const struct wire_field question_fields[] = {
	{.name = "text",
         .type = WIRE_TEXT,
         .offset = offsetof(struct question_body, text),
         .required = true,
         .min = 1,
         .max = QUESTION_CHARACTERS},
	{.name = "options",
         .type = WIRE_TEXTS,
         .offset = offsetof(struct question_body, options),
         .required = true,
         .min = 2,
         .max = IDENTITY_OPTIONS_MAX},
};
static const struct wire_shape question_shape = WIRE_SHAPE(struct question_body, question_fields);

static const struct wire_field questionnaire_fields[] = {
	{.name = "questions",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct questionnaire_body, questions),
         .required = true,
         .min = 1,
         .max = IDENTITY_QUESTIONS_MAX,
         .shape = &question_shape},
};
static const struct wire_shape questionnaire_shape = WIRE_SHAPE(struct questionnaire_body, questionnaire_fields);

static void begin_body(struct buf *body, const struct identity_case *about)
{
	buf_char(body, '{');
	remote_text(body, "reference", about->reference);
}

static enum rc ask(const struct config *config, const struct identity_case *about, struct arena *arena,
                   struct identity_questionnaire *questionnaire, struct fault *fault)
{
	struct questionnaire_body got;
	const struct question_body *questions;
	BUF(body, REMOTE_BODY_MAX);

	begin_body(&body, about);
	buf_char(&body, '}');
	TRY(get(config, about, "questions", false, &body, &questionnaire_shape, arena, &got, fault));
	questions = got.questions.items;
	*questionnaire = (struct identity_questionnaire){.count = got.questions.count};
	for (size_t i = 0; i < got.questions.count; i++) {
		struct identity_question *to = &questionnaire->questions[i];

		to->text = questions[i].text;
		to->options_count = questions[i].options.count;
		memcpy(to->options, questions[i].options.items, to->options_count * sizeof *to->options);
	}
	return RC_OK;
}

/* ---- the one answer ---- */

static enum field_verdict check_approval(const char *text)
{
	return identity_approval_is_valid(text) ? FIELD_OK : FIELD_BAD_FORMAT;
}

static const struct wire_field finding_fields[] = {
	{.name = "outcome",
         .type = WIRE_ENUM,
         .offset = offsetof(struct identity_finding, outcome),
         .required = true,
         .words = &identity_outcome_words},
	{.name = "approval_number",
         .type = WIRE_TEXT,
         .offset = offsetof(struct identity_finding, approval_number),
         .check = check_approval},
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct identity_finding, reason),
         .check = remote_check_slug},
};
static const struct wire_shape finding_shape = WIRE_SHAPE(struct identity_finding, finding_fields);

/* An approval without its number is none, and nothing else has one: then the bureau has said nothing. */
static enum rc find(const struct config *config, const struct identity_case *about, const char *step,
                    const struct buf *body, struct arena *arena, struct identity_finding *finding,
                    struct fault *fault)
{
	struct identity_finding got;

	TRY(get(config, about, step, true, body, &finding_shape, arena, &got, fault));
	if ((got.outcome == IDENTITY_APPROVED) != (got.approval_number != NULL))
		return fault_set(fault, RC_UNAVAILABLE, "identity_provider",
		                 "the identity bureau's outcome and approval number do not go together");
	*finding = got;
	return RC_OK;
}

static enum rc check_code(const struct config *config, const struct identity_case *about, const char *code,
                          struct arena *arena, struct identity_finding *finding, struct fault *fault)
{
	BUF(body, REMOTE_BODY_MAX);

	begin_body(&body, about);
	remote_text(&body, "code", code);
	buf_char(&body, '}');
	return find(config, about, "code", &body, arena, finding, fault);
}

static enum rc check_answers(const struct config *config, const struct identity_case *about, const int64_t *options,
                             size_t count, struct arena *arena, struct identity_finding *finding, struct fault *fault)
{
	BUF(body, REMOTE_BODY_MAX);

	begin_body(&body, about);
	buf_text(&body, ",\"options\":[");
	for (size_t i = 0; i < count; i++) {
		buf_text(&body, i ? "," : "");
		buf_int(&body, options[i]);
	}
	buf_text(&body, "]}");
	return find(config, about, "answers", &body, arena, finding, fault);
}

const struct identity_adapter identity_remote = {.name = "http",
                                                 .check = check,
                                                 .begin = begin,
                                                 .ask = ask,
                                                 .check_code = check_code,
                                                 .check_answers = check_answers};
