/*
 * rebuttal — how many answers to a refusal a call needs before it may end as not interested.
 *
 * Promises: counts. Source: proceso-de-venta, "debera contrargumentar al menos en 3 ocasiones".
 */
#pragma once

#include <stdint.h>

enum { REBUTTAL_CAMPAIGN_TEXT_MAX = 600 }; /* characters of one, library or free */

/* How many of the policy's least are still missing. */
int rebuttal_missing(int64_t least, int recorded);
