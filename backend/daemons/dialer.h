/*
 * dialer — places calls, hands answered ones to agents, and ends what has run out of time.
 *
 * Promises: one of several dialers is active, by the lease "dialer" with its fencing token: every transaction of a
 * dialer that lost it fails. Leads are dialed one per available agent (domain/pacing), only when the one gate allows
 * (domain/contact_gate: hours, registry, own list, frequency, campaign); while nothing is dialed the campaign says
 * why. When our own line fails too often it is tried by one call after a while, and agents are
 * shown so. An answered call goes to the agent available longest; who does not connect in time is put on break and
 * the call goes to the next; nobody in time is an abandoned call. Calls from a sale come by their document and pass
 * the same gate. The timers of agents (wrap-up, presence) and of dispositions are here too: this is the one that
 * acts. Commands are read by change streams: nothing polls, and nothing is kept here that a successor could not read
 * anew; a call on the line is taken over by telling its facts again. Refuses: nothing: what the database refuses is
 * tried again, after a log line. Owns: its lease, given back when it stops; the telephony line. Threads: dialer_run()
 * blocks its thread and starts a follower; dialer_stop() and dialer_wake() from any. Tour: dialer.c the loop ·
 * dialer_inbox what the followers bring · dialer_live calls on the line · dialer_gate who may be called · dialer_pace
 * who is called next · dialer_due what has run out of time.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "store/store.h"

enum { DIALER_LEASE_MS = 5000 };

struct dialer;

/* All are borrowed. RC_INVALID when the telephony adapter cannot be opened. */
enum rc dialer_open(const struct config *config, struct store *store, const struct clock *clock,
                    struct dialer **dialer, struct fault *fault) MUST_CHECK;
void dialer_close(struct dialer *dialer);

void dialer_run(struct dialer *dialer);
void dialer_stop(struct dialer *dialer);

/* The service clock moved: timers are looked at anew. */
void dialer_wake(void *dialer);
