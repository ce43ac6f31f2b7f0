/*
 * calls — the agent's and back office's work on the line: /calls/{id} and what belongs to it.
 *
 * Promises: every command answers with the call as it became.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"
#include "store/calls.h"
#include "store/txn.h"

enum rc calls_list_own(struct request *request);
enum rc calls_get(struct request *request);
enum rc calls_connect(struct request *request);
enum rc calls_hangup(struct request *request);
enum rc calls_line(struct request *request);

/* POST /sales/{id}/calls */
enum rc calls_from_sale(struct request *request);

/* offers.c */
enum rc offers_reject(struct request *request);
enum rc offers_rebut(struct request *request);
enum rc offers_reconsider(struct request *request);
enum rc offers_accept(struct request *request);
enum rc offers_family(struct request *request);

/* dispositions.c */
enum rc dispositions_set(struct request *request);
enum rc dispositions_correct(struct request *request);
enum rc dispositions_undo(struct request *request);
enum rc dispositions_opt_out(struct request *request); /* asked not to be called; the call goes on */

/* What these files share: who commands which call, and the answer. */
enum rc calls_command(struct request *request, struct call_command *command) MUST_CHECK;
enum rc calls_reply(struct request *request, const struct id *call_id);
enum rc calls_run(struct request *request, const struct call_command *command, txn_body *body, void *context);
