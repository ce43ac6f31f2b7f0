/*
 * sessions — log-in, refresh, log-out.
 *
 * Promises: a log-in says nothing of why it fails: unknown user, wrong password and deactivated user are one answer,
 * after the same time. Failures are counted per account and per address, in the database, before the next try.
 * The refresh token stands only in a `__Host-` cookie that no script reads and no other site sends; who asks with it
 * must come from our own page. A log-out answers when this process has heard of it, so that the next request with the
 * old token is refused.
 * Refuses: "credentials", "throttled" (with the time), "token", "session_ended", "origin".
 */
#pragma once

#include "http/request.h"

enum rc session_create(struct request *request);
enum rc session_refresh(struct request *request);
enum rc session_end(struct request *request);
enum rc session_end_all(struct request *request);

/* Counts a try of this account's password, by its user name: RC_THROTTLED when there were too many. */
enum rc sessions_count_try(struct request *request, const char *username) MUST_CHECK;

/* The password was right: the tries are forgotten. */
enum rc sessions_forget_tries(struct request *request, const char *username) MUST_CHECK;

/* Waits, a moment at most, until this process has heard of a change of this session or user. */
void sessions_await(struct request *request, uint64_t mark, const struct id *id);
