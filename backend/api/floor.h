/* floor — the supervisors' live page. */
#pragma once

#include "http/request.h"

/* GET /floor: agents of the caller's teams (admin: all), today's figures, whether dialing is open. */
enum rc floor_get(struct request *request);
