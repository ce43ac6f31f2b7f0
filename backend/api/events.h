/* events — what the caller's live stream carried while the page was away. */
#pragma once

#include "http/request.h"

/* GET /events?after=SEQ: of the caller's channels, in order, a bounded page; 409 `events_too_old`. */
enum rc events_after(struct request *request);
