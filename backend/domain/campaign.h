/*
 * campaign — what may stand in a campaign and its catalogue.
 *
 * Promises: says of each part of a campaign whether it holds: its short names, its modes, its hours; and whether a
 * product is on sale on a day. Pure; safe from any thread.
 * Refuses: hours wider than the law's, two windows for one weekday, a family named twice, dialing modes that the
 * dialer does not serve yet.
 * Owns: nothing.
 * Source: process.md 1 "A campaign may be narrower, never wider" and 2 "Products belong to families".
 */
#pragma once

#include "base/civil.h"
#include "domain/contact_hours.h"
#include "domain/field.h"
#include "domain/pacing.h"

#include <stddef.h>
#include <stdint.h>

enum { CAMPAIGN_SLUG_MIN = 2, CAMPAIGN_SLUG_MAX = 40 };

enum campaign_state {
	CAMPAIGN_RUNNING,
	CAMPAIGN_PAUSED, /* nothing is dialed; what is open goes on */
	CAMPAIGN_CLOSED, /* for good; its sales go on */
};

NAMES_DECLARE(campaign_state);

/* A short name, for files and programs: lower-case letters, digits and underscores, a letter first. */
enum field_verdict campaign_slug_check(const char *slug);

enum field_verdict campaign_mode_check(enum pacing_mode mode);

/* One weekday's own window, as the campaign stores it. */
struct campaign_window {
	int64_t weekday; /* enum civil_weekday */
	int64_t from;    /* minutes after local midnight */
	int64_t to;      /* closed all day when not after `from` */
};

/* FIELD_DUPLICATE when an earlier row has the same weekday, FIELD_NOT_ALLOWED when it is wider than the law's. */
enum field_verdict campaign_window_check(const struct campaign_window *windows, size_t at);

/* Whether a product that is on from `from` until `until` (both included; NULL: without end) is on sale today. Days
 * are written YYYY-MM-DD, so that their order is that of their texts. */
bool campaign_day_is_within(const char *today, const char *from, const char *until);
