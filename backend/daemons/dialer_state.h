/*
 * dialer_state — what the files of the dialer share. Nobody else includes this.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "daemons/dialer_inbox.h"
#include "domain/phone.h"
#include "ports/telephony.h"
#include "store/campaigns.h"
#include "store/lease.h"
#include "store/txn.h"

#include <stdatomic.h>

enum { LIVE_MAX = 2048, PENDING_MAX = 4096, CAMPAIGNS_MAX = 64, DUE_MAX = 256, AGENTS_MAX = 512 };

/* Where a call on the line stands. */
enum live_phase {
	LIVE_FREE, /* no call: an empty place */
	LIVE_DIALING,
	LIVE_ANSWERED, /* looks for an agent */
	LIVE_OFFERED,  /* rings at one */
	LIVE_TALKING,
};

struct live {
	enum live_phase phase;
	struct id call_id;
	struct id campaign_id;
	struct id fixed_agent_id; /* calls from a sale; none: whoever is free */
	struct id owner_agent_id; /* whose callback it is */
	int64_t deadline_ms;      /* steady: until an agent must be found, or connect */
	int64_t give_up_ms;       /* steady: until the fixed agent must have connected */
	int64_t connect_ms;       /* of the campaign's policy */
	int64_t abandon_ms;
	int64_t callback_lead_ms, callback_owner_ms;
};

struct dialer {
	const struct config *config;
	struct store *store;
	const struct clock *clock;
	struct telephony *telephony;
	struct inbox *inbox;
	struct lease lease;
	bool active;
	int64_t renewed_ms; /* steady */
	int64_t look_ms;    /* steady: when something is due that no change announces */
	struct live live[LIVE_MAX];
	struct telephony_event pending[PENDING_MAX]; /* reported by the line, not yet written */
	size_t pending_count;
	int line_failures;  /* in a row */
	int64_t probe_ms;   /* steady: when a line that is down is tried again; 0: it is not down */
	bool line_is_known; /* the first look after a take-over learns from the campaigns whether the line is down */
	bool has_leftovers; /* leads that were taken and not called: a look failed on its way */
	struct arena *scratch;
	atomic_bool stop;
};

/* A transaction that fails when the lease is lost. */
enum rc dialer_txn(struct dialer *dialer, txn_body *body, void *context, struct fault *fault) MUST_CHECK;

/* Logs what failed, by the name of the step; RC_OK is silent. */
enum rc dialer_note(const char *step, enum rc rc, const struct fault *fault);

int64_t dialer_now(const struct dialer *dialer); /* service time */

/* Have the loop look again after that long, if nothing wakes it before. */
void dialer_look_in(struct dialer *dialer, int64_t wait_ms);

/* dialer_live.c */
struct live *live_find(struct dialer *dialer, const struct id *call_id);
struct live *live_add(struct dialer *dialer, const struct call *call, const struct campaign *campaign);
size_t live_under_way(const struct dialer *dialer, const struct id *campaign_id); /* for whoever is free */
bool live_is_awaited(const struct dialer *dialer, const struct id *agent_id); /* their own callback is being dialed */
void live_reported(struct dialer *dialer);                                    /* works off `pending` */
void live_told(struct dialer *dialer, const struct inbox_message *message);   /* what others did to a call */
void live_due(struct dialer *dialer);                                         /* agents to find, deadlines */
int64_t live_next_ms(const struct dialer *dialer);                            /* steady; INT64_MAX: none */
enum rc live_take_over(struct dialer *dialer, struct fault *fault) MUST_CHECK; /* a predecessor's calls */
enum rc live_place(struct dialer *dialer, const struct call *call, const struct campaign *campaign,
                   struct fault *fault) MUST_CHECK; /* originates */

/* dialer_pace.c */
enum rc pace_campaigns(struct dialer *dialer, struct fault *fault) MUST_CHECK;
enum rc pace_placed(struct dialer *dialer, const struct id *call_id, struct fault *fault) MUST_CHECK;

/* dialer_due.c */
enum rc due_all(struct dialer *dialer, struct fault *fault) MUST_CHECK;
