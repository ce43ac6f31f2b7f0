/*
 * user — a person who logs in: what is known of them, and how they may be called.
 *
 * Promises: the record of a user and the check of a user name. A user name is what one types at eight in the morning:
 * lower-case ASCII letters, digits, and single points, hyphens or underscores between them. Pure.
 * Refuses: to hold a password; only its hash.
 */
#pragma once

#include "base/id.h"
#include "domain/field.h"
#include "domain/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { USER_NAME_MIN = 3, USER_NAME_MAX = 64 };

enum user_language { USER_LANGUAGE_ES, USER_LANGUAGE_EN };
enum user_theme { USER_THEME_SYSTEM, USER_THEME_LIGHT, USER_THEME_DARK };
enum user_density { USER_DENSITY_AUTO, USER_DENSITY_COMPACT, USER_DENSITY_COMFORTABLE };

NAMES_DECLARE(user_language);
NAMES_DECLARE(user_theme);
NAMES_DECLARE(user_density);

struct user_preferences {
	enum user_language language;
	enum user_theme theme;
	enum user_density density;
};

struct user {
	struct id id;
	const char *username; /* unique, lower case */
	const char *name;
	enum role role;
	const struct id *team_ids;
	size_t teams_count;
	const struct id *campaign_ids;
	size_t campaigns_count;
	bool active; /* false: may not log in */
	const char *password_hash;
	int64_t password_changed_at_ms; /* real time, like created_at */
	bool password_is_temporary;     /* given by an admin: another must be chosen before anything else */
	int64_t version;
	int64_t session_epoch; /* access tokens of an earlier one no longer hold */
	struct user_preferences preferences;
	int64_t created_at_ms;
};

enum field_verdict user_check_username(const char *username);
