/*
 * activation_rows — how an activation and the state of an operator are stored; for activations.c alone.
 *
 * Owns: nothing; what is read lives in the arena given.
 * Threads: any.
 */
#pragma once

#include "store/activations.h"

/* With the sale's products as services to be loaded when nothing is stored yet. */
enum rc activation_find(struct conn *conn, const struct sale *sale, struct arena *arena,
                        struct activation *activation, struct fault *fault) MUST_CHECK;

/* Writes the services, and set's members, onto the version that was read; in a transaction, which is redone when
 * another was faster. activation->version follows. */
enum rc activation_write(struct conn *conn, const struct id *sale_id, struct activation *activation,
                         const bson_t *set, struct arena *arena, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* Whose services the campaign sells. */
enum rc operator_name_of(struct conn *conn, const struct id *campaign_id, struct arena *arena, const char **name,
                         struct fault *fault) MUST_CHECK;

/* Of one nothing is known of: up. */
enum rc operator_find(struct conn *conn, const char *name, struct activation_operator *state,
                      struct fault *fault) MUST_CHECK;
enum rc operator_write(struct conn *conn, const char *name, const struct activation_operator *state,
                       struct fault *fault) MUST_CHECK;
