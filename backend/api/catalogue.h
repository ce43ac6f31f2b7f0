/*
 * catalogue — what an admin configures of a campaign: the campaign itself, its own numbers, products, rebuttals.
 *
 * Promises: each change is one transaction with its audit entry, and holds from the next decision of any process.
 * A product that was offered in a call, or stands in a sale, keeps there the price and name it had.
 * Refuses: an edit of another version (412); what does not fit into its campaign, each wrong field named.
 */
#pragma once

#include "http/request.h"

enum rc catalogue_campaign_create(struct request *request);
enum rc catalogue_campaign_get(struct request *request);
enum rc catalogue_campaign_put(struct request *request);
enum rc catalogue_policy_get(struct request *request);
enum rc catalogue_policy_put(struct request *request);
enum rc catalogue_products_list(struct request *request);
enum rc catalogue_product_create(struct request *request);
enum rc catalogue_product_put(struct request *request);
enum rc catalogue_rebuttal_create(struct request *request);
enum rc catalogue_rebuttal_put(struct request *request);
enum rc catalogue_rebuttals_order(struct request *request);
