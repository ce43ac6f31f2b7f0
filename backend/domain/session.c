#include "domain/session.h"

static const char *const session_end_names[] = {
	[SESSION_END_LOGGED_OUT] = "logged_out",
	[SESSION_END_LOGGED_OUT_EVERYWHERE] = "logged_out_everywhere",
	[SESSION_END_PASSWORD_CHANGED] = "password_changed",
	[SESSION_END_USER_CHANGED] = "user_changed",
	[SESSION_END_REUSED] = "reused",
};

NAMES_DEFINE(session_end);
