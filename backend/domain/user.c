#include "domain/user.h"

#include <string.h>

static const char *const user_language_names[] = {[USER_LANGUAGE_ES] = "es", [USER_LANGUAGE_EN] = "en"};

static const char *const user_theme_names[] = {
	[USER_THEME_SYSTEM] = "system", [USER_THEME_LIGHT] = "light", [USER_THEME_DARK] = "dark"};

static const char *const user_density_names[] = {
	[USER_DENSITY_AUTO] = "auto", [USER_DENSITY_COMPACT] = "compact", [USER_DENSITY_COMFORTABLE] = "comfortable"};

NAMES_DEFINE(user_language);
NAMES_DEFINE(user_theme);
NAMES_DEFINE(user_density);

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
static const char between[] = ".-_";

enum field_verdict user_check_username(const char *username)
{
	size_t length = username ? strlen(username) : 0;

	if (length == 0)
		return FIELD_REQUIRED;
	if (length < USER_NAME_MIN)
		return FIELD_TOO_SHORT;
	if (length > USER_NAME_MAX)
		return FIELD_TOO_LONG;
	for (size_t i = 0; i < length; i++) {
		if (strchr(letters, username[i]))
			continue;
		if (!strchr(between, username[i]))
			return FIELD_BAD_CHARACTER;
		if (i == 0 || i + 1 == length || strchr(between, username[i - 1]))
			return FIELD_BAD_FORMAT;
	}
	return FIELD_OK;
}
