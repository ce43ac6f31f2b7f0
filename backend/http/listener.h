/*
 * listener — the Unix socket that nginx connects to.
 *
 * Promises: mode 0660, close-on-exec, non-blocking. A socket file nobody answers on is left over from a crash and is
 * replaced. libfcgi's own opener is not used: it exits on failure and sets no mode.
 * Refuses: a path where a process answers, one that is not a socket, one too long, one we may not write; each with
 * one sentence that says what to do.
 * Owns: the descriptor and the path, until listener_close().
 * Threads: one.
 */
#pragma once

#include "base/fault.h"

#include <sys/types.h>

struct listener {
	int fd;
	const char *path;
	dev_t device; /* of the socket file, so that we remove no other's */
	ino_t inode;
};

enum rc listener_open(const char *path, struct listener *listener, struct fault *fault) MUST_CHECK;

/* Removes the path if it is still ours, so that nobody new connects; those who wait can still be accepted. */
void listener_unlink(const struct listener *listener);

void listener_close(struct listener *listener);
