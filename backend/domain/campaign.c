#include "domain/campaign.h"

#include <string.h>

static const char *const campaign_state_names[] = {
	[CAMPAIGN_RUNNING] = "running",
	[CAMPAIGN_PAUSED] = "paused",
	[CAMPAIGN_CLOSED] = "closed",
};

NAMES_DEFINE(campaign_state);

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

enum field_verdict campaign_slug_check(const char *slug)
{
	size_t length = strlen(slug);

	if (length < CAMPAIGN_SLUG_MIN)
		return FIELD_TOO_SHORT;
	if (length > CAMPAIGN_SLUG_MAX)
		return FIELD_TOO_LONG;
	if (strspn(slug, LETTERS "0123456789_") != length)
		return FIELD_BAD_CHARACTER;
	return strchr(LETTERS, slug[0]) ? FIELD_OK : FIELD_BAD_FORMAT;
}

enum field_verdict campaign_mode_check(enum pacing_mode mode)
{
	return mode == PACING_PROGRESSIVE ? FIELD_OK : FIELD_NOT_ALLOWED;
}

enum field_verdict campaign_window_check(const struct campaign_window *windows, size_t at)
{
	const struct campaign_window *window = &windows[at];
	const struct contact_window own = {(int16_t)window->from, (int16_t)window->to};

	for (size_t i = 0; i < at; i++) {
		if (windows[i].weekday == window->weekday)
			return FIELD_DUPLICATE;
	}
	return contact_hours_narrows((enum civil_weekday)window->weekday, own) ? FIELD_OK : FIELD_NOT_ALLOWED;
}

bool campaign_day_is_within(const char *today, const char *from, const char *until)
{
	if (from && strcmp(today, from) < 0)
		return false;
	return !until || strcmp(today, until) <= 0;
}
