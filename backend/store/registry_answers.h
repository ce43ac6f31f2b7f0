/*
 * registry_answers — collection `registry_answers`: what the registry of excluded numbers (RNE) has said, as long as
 * it holds.
 *
 * Promises: one answer per number and channel, the latest; an answer counts from when it was given until its
 * valid_until (domain/contact_gate). Answers come from the port, one by one, and from files, by the batch.
 * Refuses: nothing.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "domain/contact_gate.h"
#include "store/conn.h"

struct registry_answer {
	const char *phone;
	enum contact_channel channel;
	bool excluded;
	int64_t at_ms;     /* when it was given, service time */
	struct id file_id; /* the file it came with; none: the port */
};

/* answered is false where there is no answer that holds at now_ms. */
enum rc registry_answer_get(struct conn *conn, const char *phone, enum contact_channel channel, int64_t now_ms,
                            struct contact_registry *registry, struct fault *fault) MUST_CHECK;

/* Later answers take the place of earlier ones. */
enum rc registry_answers_put(struct conn *conn, const struct registry_answer *answers, size_t count,
                             struct fault *fault) MUST_CHECK;

/* The condition of an answer that excludes calls at now_ms. */
void registry_put_excluding(bson_t *filter, enum contact_channel channel, int64_t now_ms);
