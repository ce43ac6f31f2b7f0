/*
 * sale_submission — the draft is handed in.
 *
 * Promises: all rules of domain/sale and domain/sale_form hold at that instant, or nothing happens and everything
 * that is missing is named; number, state, end of validity, history, event and audit entry appear together. From then
 * on the values are frozen: only the commands of the back office change them. Refuses: a draft without usable
 * identity approval or accepted reading (RC_CONFLICT, the rule's own word, with the wrong fields of the form beside
 * it); wrong fields alone (RC_INVALID); a document or line with another open sale (RC_CONFLICT "open_sale_exists",
 * also when two are handed in at once: the unique indexes decide). Owns: nothing. Threads: any. In a transaction.
 */
#pragma once

#include "store/sale_edits.h"

enum rc sale_submit(struct conn *conn, const struct sale_edit *edit, struct fault *fault) MUST_CHECK;

/* The verdict of domain/sale as a fault: RC_CONFLICT under its own word. */
enum rc sale_refuse(enum sale_verdict verdict, struct fault *fault);
