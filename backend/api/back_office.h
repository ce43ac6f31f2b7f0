/*
 * back_office — what the back office does with sales: next, claim, data requests, recording, confirmation, the end.
 *
 * Promises: every command answers with the sale as it became. Acts on a claimed sale renew the claim.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"
#include "store/sale_changes.h"

enum rc back_office_next(struct request *request);
enum rc back_office_claim(struct request *request);
enum rc back_office_release(struct request *request);
enum rc back_office_free(struct request *request);
enum rc back_office_request_data(struct request *request);
enum rc back_office_request_recording(struct request *request);
enum rc back_office_confirm(struct request *request);
enum rc back_office_end(struct request *request);

/* A command about a sale; what `target` points to lives as long as this does. */
struct sale_command {
	struct scope scope;
	struct sale_actor actor;
	struct sale_target target;
};

/* By the path's id and the row's ownership; the version is left to the caller. */
enum rc sale_command_read(struct request *request, struct sale_command *command) MUST_CHECK;
