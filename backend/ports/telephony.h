/*
 * telephony — the phone network, behind one table of functions.
 *
 * Promises: whoever drives the port (the dialer) asks for calls and hang-ups and is told what the line reports, in
 * order per call, exactly once each, from telephony_step() in its own thread. A call ends with exactly one of BUSY,
 * NO_ANSWER, MACHINE, HUNG_UP (by the customer), DROPPED or FAILED, or silently after telephony_hang_up().
 * Refuses: nothing by itself. Real adapters must refuse the demo range (+57 300 000 0000 to 0999) with RC_CONFLICT
 * "demo_number".
 * Owns: the adapter's state until telephony_close().
 * Threads: one, except telephony_descriptor(), by which an adapter's own threads wake that one.
 *
 * An adapter is one row: a `struct telephony_adapter` in telephony.c's table, chosen by the setting `telephony`.
 *  - A SIP trunk or WebRTC gateway: open() starts its stack; originate() sends the INVITE and keeps call_id as its
 *    tag; the stack's threads put what happens into a queue and make descriptor() readable; step() empties the queue
 *    into the sink. hear() is NULL, for its customers hear the agent; sound() is NULL, for the page gets the remote
 *    audio by WebRTC (has_media).
 *  - The simulator has no threads: due() says when it wants step() next. Its customers hear facts and answer with
 *    utterances, whose sound any process composes by telephony_sound().
 */
#pragma once

#include "base/buf.h"
#include "base/config.h"
#include "base/fault.h"
#include "base/id.h"
#include "domain/call_fact.h"

#include <stdbool.h>
#include <stdint.h>

enum telephony_report {
	TELEPHONY_RINGING,
	TELEPHONY_ANSWERED,
	TELEPHONY_BUSY,
	TELEPHONY_NO_ANSWER,
	TELEPHONY_MACHINE,
	TELEPHONY_HUNG_UP, /* by the customer */
	TELEPHONY_DROPPED, /* fell between the two */
	TELEPHONY_FAILED,  /* our own line */
	TELEPHONY_SPOKE,   /* adapters without media: `said` */
};

enum { TELEPHONY_REPORT_COUNT = TELEPHONY_SPOKE + 1 };

NAMES_DECLARE(telephony_report);

/* Something said at the far end: the answer to a fact, heard the take-th time (from 1) with that number. */
struct telephony_utterance {
	enum call_fact fact;
	int64_t n;
	int64_t take;
};

struct telephony_event {
	enum telephony_report report;
	struct id call_id;
	struct telephony_utterance said; /* TELEPHONY_SPOKE only */
};

/* Whom to call. phone: E.164; attempt: the number's n-th call, from 1. */
struct telephony_call {
	struct id call_id;
	const char *phone;
	int64_t attempt;
	bool is_contract; /* serves a contract the customer already accepted */
};

/* Something said at our end, for adapters without media. */
struct telephony_heard {
	struct id call_id;
	enum call_fact fact;
	int64_t n;
	int64_t text_length; /* characters that are read aloud; 0 when nothing is read */
};

typedef void telephony_sink(void *context, const struct telephony_event *event);

struct telephony_adapter {
	const char *name; /* as in the setting */
	bool has_media;
	enum rc (*open)(const struct config *config, void **line, struct fault *fault);
	void (*close)(void *line);
	enum rc (*originate)(void *line, const struct telephony_call *call, int64_t steady_ms, struct fault *fault);
	/* Takes over a call that another process began; false: this line knows nothing of it. */
	bool (*adopt)(void *line, const struct telephony_call *call, const struct telephony_heard *heard,
	              size_t count, int64_t steady_ms);
	void (*hang_up)(void *line, const struct id *call_id, int64_t steady_ms);
	void (*hear)(void *line, const struct telephony_heard *heard, int64_t steady_ms); /* NULL: has_media */
	int64_t (*due)(void *line);    /* steady milliseconds; INT64_MAX: nothing waits */
	int (*descriptor)(void *line); /* readable when step() has something to do; NULL: no */
	void (*step)(void *line, int64_t steady_ms, telephony_sink *sink, void *context);
	/* The sound of an utterance, as a WAV file; pure, needs no open line. NULL: has_media. */
	enum rc (*sound)(const struct config *config, const struct telephony_call *call,
	                 const struct telephony_utterance *said, struct buf *wav, struct fault *fault);
};

/* The adapter of the setting, or RC_INVALID with one sentence. */
enum rc telephony_find(const struct config *config, const struct telephony_adapter **adapter,
                       struct fault *fault) MUST_CHECK;

/* An open line. Times are those of clock_steady_ms(), so that a moved service clock does not touch a call. */
struct telephony;

enum rc telephony_open(const struct config *config, struct telephony **telephony, struct fault *fault) MUST_CHECK;
void telephony_close(struct telephony *telephony);

enum rc telephony_originate(struct telephony *telephony, const struct telephony_call *call, int64_t steady_ms,
                            struct fault *fault) MUST_CHECK;
bool telephony_adopt(struct telephony *telephony, const struct telephony_call *call,
                     const struct telephony_heard *heard, size_t count, int64_t steady_ms);
void telephony_hang_up(struct telephony *telephony, const struct id *call_id, int64_t steady_ms);

/* Nothing happens for adapters with media, and for calls that are over. */
void telephony_hear(struct telephony *telephony, const struct telephony_heard *heard, int64_t steady_ms);

int64_t telephony_due(struct telephony *telephony);
int telephony_descriptor(struct telephony *telephony); /* -1: none */
void telephony_step(struct telephony *telephony, int64_t steady_ms, telephony_sink *sink, void *context);

/* RC_NOT_FOUND "no_sound" for adapters with media of their own. */
enum rc telephony_sound(const struct config *config, const struct telephony_call *call,
                        const struct telephony_utterance *said, struct buf *wav, struct fault *fault) MUST_CHECK;
