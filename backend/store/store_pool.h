/*
 * store_pool — what conn.c needs of the store; for store/ alone.
 *
 * Threads: any.
 */
#pragma once

#include "store/store.h"

#include <mongoc/mongoc.h>

mongoc_client_pool_t *store_pool(struct store *store, enum store_pace pace);
