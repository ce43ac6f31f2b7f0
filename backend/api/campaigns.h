/* campaigns — what the caller's campaigns are, and what may be answered to a customer's objection. */
#pragma once

#include "http/request.h"
#include "store/scope.h"

enum rc campaigns_list(struct request *request);
enum rc campaigns_rebuttals(struct request *request);

/* Campaigns of the caller's teams; admins belong to no team and configure all. */
struct scope campaigns_scope(const struct request *request);
