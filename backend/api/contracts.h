/*
 * contracts — the versions of a campaign's contract: drafted, looked at as an agent will read it, published.
 *
 * Promises: what is published never changes, and holds for the calls answered from then on. A draft is kept as it is
 * typed, complete or not; only what is complete can be published.
 * Refuses: "contract_published", "draft_exists", and what domain/contract finds, each clause's field named.
 */
#pragma once

#include "http/request.h"

enum rc contracts_list(struct request *request);
enum rc contracts_get(struct request *request);
enum rc contracts_preview(struct request *request);
enum rc contracts_create(struct request *request);
enum rc contracts_put(struct request *request);
enum rc contracts_discard(struct request *request);
enum rc contracts_publish(struct request *request);
