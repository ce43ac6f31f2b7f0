/* health — liveness and readiness of one worker process, on internal addresses only. */
#pragma once

#include "base/fault.h"

struct request;

/* GET /healthz: the process answers. */
enum rc health_alive(struct request *request);

/* GET /readyz: it can do its work; 503 until the store answers. */
enum rc health_ready(struct request *request);
