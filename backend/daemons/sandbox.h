/*
 * sandbox — a foreign program that reads bytes of strangers: ffmpeg.
 *
 * Promises: the child has an empty environment, no network (a namespace of its own, where the kernel allows it), no
 * new privileges, limits of processor time, memory, file size and descriptors, low priority, and only the three
 * descriptors given. It dies with its parent.
 * Refuses: nothing.
 * Owns: nothing; the caller waits for the child.
 * Threads: any.
 */
#pragma once

#include "base/fault.h"

#include <sys/types.h>

struct sandbox_child {
	int in, out;             /* descriptors that become 0 and 1; -1: /dev/null */
	int extra;               /* becomes 3; -1: none */
	const char *const *argv; /* argv[0] is looked up in the usual places; ends with NULL */
};

enum rc sandbox_start(const struct sandbox_child *child, pid_t *pid, struct fault *fault) MUST_CHECK;

/* Waits; RC_UNAVAILABLE "ffmpeg" unless it ended with 0. */
enum rc sandbox_wait(pid_t pid, struct fault *fault) MUST_CHECK;

/* Waits, whatever it ended with. */
void sandbox_forget(pid_t pid);
