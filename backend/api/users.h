/*
 * users — the caller's own account: who am I, my password, my preferences.
 *
 * Promises: a new password ends all other sessions of the user in the same transaction; the one that changed it goes
 * on. Preferences follow the person to any computer.
 * Refuses: a wrong current password (field "current_password": "wrong", counted like a failed log-in), what the
 * password policy names (field "new_password").
 */
#pragma once

#include "http/request.h"

enum rc user_me(struct request *request);
enum rc user_password(struct request *request);
enum rc user_preferences(struct request *request);
