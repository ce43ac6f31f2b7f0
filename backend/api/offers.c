/* The ladder: what the customer answers to each offer. */
#include "api/body.h"
#include "api/calls.h"
#include "domain/campaign.h"
#include "store/call_offers.h"

WIRE_WORDS(offer_reason);

enum { OFFERS_MAX = 200, REBUTTAL_MIN = 3, REBUTTAL_MAX = 300 };

struct answer_body {
	int64_t offer;
	enum offer_reason reason;
	struct id rebuttal_id;
	const char *text;
	const char *family;
};

#define OFFER                                                                                                        \
	{                                                                                                            \
		.name = "offer", .type = WIRE_INT, .offset = offsetof(struct answer_body, offer), .required = true,  \
		.min = 1, .max = OFFERS_MAX                                                                          \
	}
#define SHAPE(fields_) WIRE_SHAPE(struct answer_body, fields_)

static const struct wire_field number_fields[] = {OFFER};
static const struct wire_shape number_shape = SHAPE(number_fields);

static const struct wire_field rejection_fields[] = {
	OFFER,
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct answer_body, reason),
         .required = true,
         .words = &offer_reason_words},
};
static const struct wire_shape rejection_shape = SHAPE(rejection_fields);

static const struct wire_field rebuttal_fields[] = {
	OFFER,
	{.name = "rebuttal_id", .type = WIRE_ID, .offset = offsetof(struct answer_body, rebuttal_id)},
	{.name = "text",
         .type = WIRE_TEXT,
         .offset = offsetof(struct answer_body, text),
         .min = REBUTTAL_MIN,
         .max = REBUTTAL_MAX},
};
static const struct wire_shape rebuttal_shape = SHAPE(rebuttal_fields);

static const struct wire_field family_fields[] = {
	{.name = "family",
         .type = WIRE_TEXT,
         .offset = offsetof(struct answer_body, family),
         .required = true,
         .min = CAMPAIGN_SLUG_MIN,
         .max = CAMPAIGN_SLUG_MAX,
         .check = campaign_slug_check},
};
static const struct wire_shape family_shape = SHAPE(family_fields);

/* One command of the ladder: its body, and what the store does with it. */
struct ladder_step {
	const struct wire_shape *shape;
	enum rc (*store)(struct conn *conn, const struct call_answer *answer, struct fault *fault);
};

struct run {
	const struct ladder_step *step;
	struct call_answer answer;
};

static enum rc run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct run *run = context;

	return run->step->store(conn, &run->answer, fault);
}

static enum rc take(struct request *request, const struct ladder_step *step)
{
	struct answer_body body = {0};
	struct run run = {.step = step};

	TRY(calls_command(request, &run.answer.command));
	TRY(body_read(request, step->shape, &body));
	run.answer.offer = body.offer;
	run.answer.reason = body.reason;
	run.answer.rebuttal_id = body.rebuttal_id;
	run.answer.text = body.text;
	run.answer.family = body.family;
	return calls_run(request, &run.answer.command, run_body, &run);
}

enum rc offers_reject(struct request *request)
{
	return take(request, &(const struct ladder_step){&rejection_shape, call_reject});
}

enum rc offers_rebut(struct request *request)
{
	return take(request, &(const struct ladder_step){&rebuttal_shape, call_rebut});
}

enum rc offers_reconsider(struct request *request)
{
	return take(request, &(const struct ladder_step){&number_shape, call_reconsider});
}

enum rc offers_accept(struct request *request)
{
	return take(request, &(const struct ladder_step){&number_shape, call_accept});
}

enum rc offers_family(struct request *request)
{
	return take(request, &(const struct ladder_step){&family_shape, call_begin_family});
}
