/* campaigns — what the caller's campaigns are, and what may be answered to a customer's objection. */
#pragma once

#include "http/request.h"

enum rc campaigns_list(struct request *request);
enum rc campaigns_rebuttals(struct request *request);
