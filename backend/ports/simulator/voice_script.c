#include "ports/simulator/voice.h"

#include "ports/simulator/customers.h"
#include "ports/simulator/world.h"

#include <assert.h>
#include <stdio.h>

enum { PAUSE_WORD_MS = 60, PAUSE_DIGIT_MS = 220, PAUSE_GROUP_MS = 450, PAUSE_SENTENCE_MS = 700 };

/* What the parts of a script are made of. */
struct speaker {
	int64_t seed;
	struct customer who;
	const struct customer_behaviour *behaviour;
	struct voice_script *script;
};

static void say(struct speaker *speaker, enum clip_family family, int number, int pause_ms)
{
	struct voice_script *script = speaker->script;

	assert(script->count < VOICE_PARTS_MAX);
	clip_id(family, number, script->parts[script->count].clip);
	script->parts[script->count++].pause_ms = pause_ms;
}

static void say_phrase(struct speaker *speaker, enum phrase phrase)
{
	say(speaker, CLIP_PHRASE, (int)phrase, PAUSE_SENTENCE_MS);
}

static void lead_in(struct speaker *speaker, enum phrase phrase)
{
	say(speaker, CLIP_PHRASE, (int)phrase, PAUSE_WORD_MS);
}

/* Digit by digit, a longer pause after every third, as people dictate. */
static void say_digits(struct speaker *speaker, const char *text)
{
	for (size_t i = 0; text[i]; i++)
		say(speaker, CLIP_DIGIT, text[i] - '0',
		    !text[i + 1] ? PAUSE_SENTENCE_MS
		    : i % 3 == 2 ? PAUSE_GROUP_MS
		                 : PAUSE_DIGIT_MS);
}

static void say_date(struct speaker *speaker, struct civil_date date)
{
	say(speaker, CLIP_CARDINAL, date.day, PAUSE_WORD_MS);
	lead_in(speaker, PHRASE_OF);
	say(speaker, CLIP_MONTH, date.month, PAUSE_WORD_MS);
	lead_in(speaker, PHRASE_OF);
	say(speaker, CLIP_YEAR, date.year, PAUSE_GROUP_MS);
}

/* How each kind of customer refuses, by turns. */
static enum phrase refusal_of(const struct customer_behaviour *behaviour, int64_t turn)
{
	static const enum phrase words[][3] = {
		[CUSTOMER_OBJECTS] = {PHRASE_TOO_EXPENSIVE, PHRASE_HAVE_ENOUGH, PHRASE_WILL_THINK},
		[CUSTOMER_NOT_INTERESTED] = {PHRASE_NOT_INTERESTED, PHRASE_REALLY_NOT, PHRASE_SAID_NO},
		[CUSTOMER_ASKS_CALLBACK] = {PHRASE_CALL_BACK, PHRASE_CALL_BACK, PHRASE_CALL_BACK},
		[CUSTOMER_OPTS_OUT] = {PHRASE_OPT_OUT, PHRASE_OPT_OUT, PHRASE_OPT_OUT},
		[CUSTOMER_IS_OTHER] = {PHRASE_NOT_HERE, PHRASE_NOT_HERE, PHRASE_NOT_HERE},
	};

	return words[behaviour->refusal][(turn < 1 ? 0 : turn - 1) % 3];
}

static bool reaches(int64_t n, int threshold)
{
	return threshold > 0 && n >= threshold;
}

static void on_answered(struct speaker *speaker, const struct telephony_utterance *said)
{
	(void)said;
	say_phrase(speaker, PHRASE_HELLO);
}

static void on_offer(struct speaker *speaker, const struct telephony_utterance *said)
{
	if (speaker->behaviour->hang_up == CUSTOMER_LEAVES_AT_OFFER)
		say_phrase(speaker, PHRASE_HANGING_UP);
	else if (reaches(said->n, speaker->behaviour->accepts_offer))
		say_phrase(speaker, PHRASE_ACCEPT_OFFER);
	else
		say_phrase(speaker, refusal_of(speaker->behaviour, said->n));
}

static void on_rebuttal(struct speaker *speaker, const struct telephony_utterance *said)
{
	if (reaches(said->n, speaker->behaviour->accepts_rebuttal))
		say_phrase(speaker, PHRASE_ACCEPT_REBUTTAL);
	else
		say_phrase(speaker, refusal_of(speaker->behaviour, said->n + 1));
}

static void on_accepted(struct speaker *speaker, const struct telephony_utterance *said)
{
	(void)said;
	say_phrase(speaker, PHRASE_THIS_NUMBER);
}

/* Everything the identity form asks for, in its order. */
static void on_line(struct speaker *speaker, const struct telephony_utterance *said)
{
	const struct customer *who = &speaker->who;

	(void)said;
	lead_in(speaker, PHRASE_MY_NAME);
	say(speaker, CLIP_GIVEN_NAME, who->given_name, PAUSE_WORD_MS);
	say(speaker, CLIP_SURNAME, who->surnames[0], PAUSE_WORD_MS);
	say(speaker, CLIP_SURNAME, who->surnames[1], PAUSE_SENTENCE_MS);
	lead_in(speaker, PHRASE_MY_DOCUMENT);
	say_digits(speaker, who->document_number);
	lead_in(speaker, PHRASE_ISSUED);
	say_date(speaker, who->issue_date);
	lead_in(speaker, PHRASE_IN);
	say(speaker, CLIP_CITY, who->issue_place, PAUSE_SENTENCE_MS);
	lead_in(speaker, PHRASE_BORN_IN);
	say(speaker, CLIP_CITY, who->birthplace, PAUSE_SENTENCE_MS);
}

static void on_identity(struct speaker *speaker, const struct telephony_utterance *said)
{
	(void)said;
	say_phrase(speaker, PHRASE_GO_ON);
}

static void on_code(struct speaker *speaker, const struct telephony_utterance *said)
{
	char code[WORLD_CODE_SIZE];

	lead_in(speaker, PHRASE_CODE_IS);
	say_digits(speaker, world_code_said(speaker->seed, speaker->who.phone, said->n, code));
}

static void on_question(struct speaker *speaker, const struct telephony_utterance *said)
{
	int option = world_option(speaker->seed, speaker->who.document_number, said->n / 100, (int)(said->n % 100));

	lead_in(speaker, PHRASE_OPTION);
	say(speaker, CLIP_DIGIT, option, PAUSE_SENTENCE_MS);
}

static void on_clause(struct speaker *speaker, const struct telephony_utterance *said)
{
	static const enum phrase yes[] = {PHRASE_YES_ACCEPT, PHRASE_YES_OF_COURSE};

	if (said->n == speaker->behaviour->unclear_question && said->take == 1)
		say_phrase(speaker, PHRASE_AHA);
	else
		say_phrase(speaker, yes[said->n % 2]);
}

static void on_confirm(struct speaker *speaker, const struct telephony_utterance *said)
{
	const struct customer_address *address = &speaker->who.address;

	(void)said;
	say_phrase(speaker, PHRASE_AGREE);
	lead_in(speaker, PHRASE_ADDRESS_IS);
	lead_in(speaker, address->is_carrera ? PHRASE_CARRERA : PHRASE_CALLE);
	say(speaker, CLIP_CARDINAL, address->street, PAUSE_WORD_MS);
	lead_in(speaker, PHRASE_NUMBER);
	say(speaker, CLIP_CARDINAL, address->cross, PAUSE_DIGIT_MS);
	say(speaker, CLIP_CARDINAL, address->plate, PAUSE_DIGIT_MS);
	lead_in(speaker, PHRASE_IN);
	say(speaker, CLIP_CITY, speaker->who.city, PAUSE_SENTENCE_MS);
	say_phrase(speaker, PHRASE_SAME_ADDRESS);
}

static void on_documents(struct speaker *speaker, const struct telephony_utterance *said)
{
	(void)said;
	say_phrase(speaker, PHRASE_SEND_PHOTOS);
}

static void on_hangup(struct speaker *speaker, const struct telephony_utterance *said)
{
	(void)said;
	say_phrase(speaker, PHRASE_GOODBYE);
}

/* A recorded objection is the customer's own: nothing more to say to it. */
static void (*const answers[CALL_FACT_COUNT])(struct speaker *, const struct telephony_utterance *) = {
	[CALL_FACT_ANSWERED] = on_answered, [CALL_FACT_OFFER] = on_offer,         [CALL_FACT_REBUTTAL] = on_rebuttal,
	[CALL_FACT_ACCEPTED] = on_accepted, [CALL_FACT_LINE] = on_line,           [CALL_FACT_IDENTITY] = on_identity,
	[CALL_FACT_CODE_SENT] = on_code,    [CALL_FACT_QUESTION] = on_question,   [CALL_FACT_CLAUSE] = on_clause,
	[CALL_FACT_CONFIRM] = on_confirm,   [CALL_FACT_DOCUMENTS] = on_documents, [CALL_FACT_HANGUP] = on_hangup,
};

void voice_script(int64_t seed, const struct telephony_call *call, const struct telephony_utterance *said,
                  struct voice_script *script)
{
	struct speaker speaker = {.seed = seed,
	                          .who = customer_of(call->phone),
	                          .behaviour = customer_behaviour_of(seed, call->phone, call->attempt),
	                          .script = script};

	script->count = 0;
	script->voice = speaker.who.voice;
	if (answers[said->fact] != NULL)
		answers[said->fact](&speaker, said);
}
