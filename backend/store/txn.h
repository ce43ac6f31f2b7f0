/*
 * txn — transactions with our own retry loop.
 *
 * Promises: body's writes appear together or not at all. A transient failure (write conflict, failover) runs the
 * whole body again, an unknown commit result commits again; back-off 5 to 500 ms with jitter, 25 s in all (nginx
 * waits 30 s), then RC_UNAVAILABLE. Any other failure of body rolls back and is returned as it is.
 * Refuses: side effects: body can run several times, so it writes only through its conn and into its context, which
 * it must fill anew each time. It must return the rc of an operation that failed.
 * Owns: the session. conn is valid only inside body.
 * Threads: any.
 */
#pragma once

#include "store/conn.h"

typedef enum rc txn_body(struct conn *conn, void *context, struct fault *fault);

enum rc txn_run(struct store *store, txn_body *body, void *context, struct fault *fault) MUST_CHECK;
