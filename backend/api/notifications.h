/* notifications — what the caller must see, and that it was seen. */
#pragma once

#include "http/request.h"

/* GET /notifications: the caller's own that are not acknowledged, newest first. */
enum rc notifications_list(struct request *request);

/* POST /notifications/{id}/acknowledge: also acknowledges its task. */
enum rc notification_acknowledge_post(struct request *request);
