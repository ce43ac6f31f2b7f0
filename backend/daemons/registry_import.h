/*
 * registry_import — a file of the registry (RNE) into its answers.
 *
 * A CSV with a column of numbers and, where the file has them, one per channel (llamadas, sms, correo, chat) that
 * says whether the number is excluded there: «sí», «s», «x», «1», «excluido», «true» or not. Without such a column
 * every number is excluded from every channel.
 *
 * Promises: constant memory; a run that is repeated or resumed counts nothing twice (store/registry_files).
 * Refuses: a file without a phone column or that is no CSV: it ends as failed with the code.
 * Owns: nothing.
 * Threads: one per file.
 */
#pragma once

#include "base/clock.h"
#include "store/registry_files.h"

#include <stdatomic.h>

struct registry_import {
	struct store *store;
	const struct blob_vault *vault;
	const struct clock *clock;
	const _Atomic bool *stop; /* NULL: runs to its end. Set: RC_UNAVAILABLE "stopped", to be resumed */
};

enum rc registry_import_run(const struct registry_import *import, const struct id *file_id,
                            struct fault *fault) MUST_CHECK;
