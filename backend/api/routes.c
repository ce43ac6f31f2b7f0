#include "api/routes.h"

#include "api/activation.h"
#include "api/agents.h"
#include "api/back_office.h"
#include "api/calls.h"
#include "api/campaigns.h"
#include "api/catalogue.h"
#include "api/contracts.h"
#include "api/corrections.h"
#include "api/courier.h"
#include "api/dispatch.h"
#include "api/documents.h"
#include "api/events.h"
#include "api/floor.h"
#include "api/health.h"
#include "api/identity.h"
#include "api/lead_lists.h"
#include "api/lead_previews.h"
#include "api/notifications.h"
#include "api/readings.h"
#include "api/recordings.h"
#include "api/reviews.h"
#include "api/sales.h"
#include "api/sessions.h"
#include "api/staff.h"
#include "api/stream.h"
#include "api/suppressions.h"
#include "api/tasks.h"
#include "api/users.h"
#include "api/withdrawal.h"

#include <stdbool.h>
#include <string.h>

#define V1 "/api/v1"

/*
 * One row per operation, grouped by the file that has its handlers. Columns:
 * method, path, operation id, roles, ownership, flags, body ceiling, handler
 */
/* clang-format off */
const struct route routes[] = {
	/* health.c */
	{"GET", "/healthz", "health_alive", NO_ROLE, OWNERSHIP_INTERNAL, 0, BODY_NONE, health_alive},
	{"GET", "/readyz", "health_ready", NO_ROLE, OWNERSHIP_INTERNAL, 0, BODY_NONE, health_ready},

	/* sessions.c: log-in, refresh, log-out */
	{"POST", V1 "/sessions", "session_create", NO_ROLE, OWNERSHIP_PUBLIC, 0, BODY_JSON, session_create},
	{"POST", V1 "/sessions/refresh", "session_refresh", NO_ROLE, OWNERSHIP_PUBLIC, 0, BODY_NONE, session_refresh},
	{"DELETE", V1 "/sessions/current", "session_end", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_EARLY, BODY_NONE, session_end},
	{"DELETE", V1 "/sessions", "session_end_all", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_EARLY, BODY_NONE, session_end_all},

	/* users.c: the caller's own account */
	{"GET", V1 "/users/me", "user_me", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_EARLY, BODY_NONE, user_me},
	{"PUT", V1 "/users/me/password", "user_password", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_EARLY, BODY_JSON, user_password},
	{"PUT", V1 "/users/me/preferences", "user_preferences", EVERY_ROLE, OWNERSHIP_OWN, 0, BODY_JSON, user_preferences},

	/* staff.c: people and teams */
	{"GET", V1 "/users", "users_list", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, staff_list},
	{"POST", V1 "/users", "user_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, staff_create},
	{"GET", V1 "/users/{id}", "user_get", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, staff_get},
	{"PUT", V1 "/users/{id}", "user_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, staff_put},
	{"POST", V1 "/users/{id}/deactivation", "user_deactivate", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, staff_end},
	{"POST", V1 "/users/{id}/reactivation", "user_reactivate", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, staff_begin_again},
	{"POST", V1 "/users/{id}/password", "user_reset_password", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, staff_reset_password},
	{"DELETE", V1 "/users/{id}/sessions", "user_end_sessions", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, staff_end_sessions},
	{"GET", V1 "/teams", "teams_list", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, staff_teams},
	{"POST", V1 "/teams", "team_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, staff_team_create},
	{"PUT", V1 "/teams/{id}", "team_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, staff_team_put},

	/* stream.c: nginx asks before it opens a stream, and tells when one has ended */
	{"GET", "/internal/stream-authorize", "stream_authorize", NO_ROLE, OWNERSHIP_INTERNAL, 0, BODY_NONE, stream_authorize},
	{"POST", "/internal/stream-closed", "stream_closed", NO_ROLE, OWNERSHIP_INTERNAL, 0, BODY_NONE, stream_closed},

	/* events.c, notifications.c, floor.c: what a page shows live */
	{"GET", V1 "/events", "events_after", EVERY_ROLE, OWNERSHIP_OWN, 0, BODY_NONE, events_after},
	{"GET", V1 "/notifications", "notifications_list", EVERY_ROLE, OWNERSHIP_OWN, 0, BODY_NONE, notifications_list},
	{"POST", V1 "/notifications/{id}/acknowledge", "notification_acknowledge", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, notification_acknowledge_post},
	{"GET", V1 "/floor", "floor_get", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, floor_get},

	/* lead_lists.c, lead_previews.c: files of potential customers */
	{"GET", V1 "/lead-lists", "lead_lists_list", SUPERVISOR | ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, lead_lists_list},
	{"POST", V1 "/lead-lists", "lead_list_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, lead_lists_create},
	{"GET", V1 "/lead-lists/{id}", "lead_list_get", SUPERVISOR | ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, lead_lists_get},
	{"PUT", V1 "/lead-lists/{id}/pieces/{n}", "lead_list_piece", ADMIN, OWNERSHIP_NONE, 0, BODY_PIECE, lead_lists_piece},
	{"POST", V1 "/lead-lists/{id}/import", "lead_list_import", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, lead_lists_import},
	{"POST", V1 "/lead-lists/{id}/cancel", "lead_list_cancel", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, lead_lists_cancel},
	{"GET", V1 "/lead-lists/{id}/refusals", "lead_list_refusals", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, lead_lists_refusals},
	{"GET", V1 "/lead-lists/{id}/refused-file", "lead_list_refused_file", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, lead_lists_refused_file},
	{"GET", V1 "/lead-lists/{id}/preview", "lead_list_preview", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, lead_previews_get},
	{"PUT", V1 "/lead-lists/{id}/format", "lead_list_format", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, lead_previews_put},

	/* suppressions.c, registry_files.c: numbers that are not to be called */
	{"GET", V1 "/suppressions", "suppressions_list", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, suppressions_list},
	{"POST", V1 "/suppressions", "suppression_add", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, suppressions_add},
	{"POST", V1 "/suppressions/search", "suppression_search", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, suppressions_search},
	{"GET", V1 "/suppressions/counts", "suppression_counts", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, suppressions_counts},
	{"GET", V1 "/registry-files", "registry_files_list", ADMIN, OWNERSHIP_NONE, 0, BODY_NONE, registry_files_list},
	{"POST", V1 "/registry-files", "registry_file_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, registry_files_create},
	{"PUT", V1 "/registry-files/{id}/pieces/{n}", "registry_file_piece", ADMIN, OWNERSHIP_NONE, 0, BODY_PIECE, registry_files_piece},
	{"POST", V1 "/registry-files/{id}/import", "registry_file_import", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, registry_files_import},

	/* readings.c, recordings.c */
	{"POST", V1 "/sales/{id}/readings", "reading_start", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, readings_start},
	{"GET", V1 "/readings/{id}", "reading_get", AGENT | BACKOFFICE | QUALITY, OWNERSHIP_REACHED, 0, BODY_NONE, readings_get},
	{"POST", V1 "/readings/{id}/marks", "reading_mark", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, readings_mark},
	{"POST", V1 "/readings/{id}/stop", "reading_stop", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, readings_stop},
	{"POST", V1 "/calls/{id}/recorder-sessions", "recorder_start", AGENT | BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, recordings_start},
	{"GET", V1 "/recordings/{id}", "recording_get", AGENT | BACKOFFICE | QUALITY, OWNERSHIP_REACHED, 0, BODY_NONE, recordings_get},
	{"GET", V1 "/recordings/{id}/content", "recording_content", BACKOFFICE | QUALITY, OWNERSHIP_REACHED, 0, BODY_NONE, recordings_content},
	{"PUT", V1 "/recordings/{id}/sessions/{s}/pieces/{n}", "recorder_piece", AGENT | BACKOFFICE, OWNERSHIP_OWN, 0, BODY_PIECE, recordings_piece},
	{"POST", V1 "/recordings/{id}/sessions/{s}/finish", "recorder_finish", AGENT | BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, recordings_finish},
	{"POST", V1 "/recordings/{id}/silences", "recording_silence", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, recordings_silence},

	/* agents.c: the agent's desk and state */
	{"GET", V1 "/agents/me", "agent_me", AGENT, OWNERSHIP_OWN, 0, BODY_NONE, agents_me},
	{"PUT", V1 "/agents/me/state", "agent_state_put", AGENT, OWNERSHIP_OWN, 0, BODY_JSON, agents_set_state},

	{"GET", V1 "/agents/me/calls", "agent_calls", AGENT, OWNERSHIP_OWN, 0, BODY_NONE, calls_list_own},

	/* campaigns.c */
	{"GET", V1 "/campaigns", "campaigns_list", AGENT | SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, campaigns_list},
	{"GET", V1 "/campaigns/{id}/rebuttals", "rebuttals_list", AGENT | SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, campaigns_rebuttals},

	/* catalogue.c: campaigns and what hangs on them, as an admin edits it */
	{"POST", V1 "/campaigns", "campaign_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, catalogue_campaign_create},
	{"GET", V1 "/campaigns/{id}", "campaign_get", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, catalogue_campaign_get},
	{"PUT", V1 "/campaigns/{id}", "campaign_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, catalogue_campaign_put},
	{"GET", V1 "/campaigns/{id}/policy", "policy_get", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, catalogue_policy_get},
	{"PUT", V1 "/campaigns/{id}/policy", "policy_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, catalogue_policy_put},
	{"GET", V1 "/campaigns/{id}/products", "products_list", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, catalogue_products_list},
	{"POST", V1 "/campaigns/{id}/products", "product_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, catalogue_product_create},
	{"PUT", V1 "/products/{id}", "product_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, catalogue_product_put},
	{"POST", V1 "/campaigns/{id}/rebuttals", "rebuttal_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_JSON, catalogue_rebuttal_create},
	{"PUT", V1 "/rebuttals/{id}", "rebuttal_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, catalogue_rebuttal_put},
	{"PUT", V1 "/campaigns/{id}/rebuttals/order", "rebuttals_order", ADMIN, OWNERSHIP_NONE, 0, BODY_JSON, catalogue_rebuttals_order},

	/* contracts.c: a contract's versions */
	{"GET", V1 "/campaigns/{id}/contracts", "contracts_list", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, contracts_list},
	{"POST", V1 "/campaigns/{id}/contracts", "contract_create", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, BODY_NONE, contracts_create},
	{"GET", V1 "/contracts/{id}", "contract_get", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, contracts_get},
	{"GET", V1 "/contracts/{id}/preview", "contract_preview", SUPERVISOR | ADMIN, OWNERSHIP_TEAM, 0, BODY_NONE, contracts_preview},
	{"PUT", V1 "/contracts/{id}", "contract_put", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_JSON, contracts_put},
	{"DELETE", V1 "/contracts/{id}", "contract_discard", ADMIN, OWNERSHIP_NONE, ROUTE_EDITS, BODY_NONE, contracts_discard},
	{"POST", V1 "/contracts/{id}/publication", "contract_publish", ADMIN, OWNERSHIP_NONE, ROUTE_CREATES | ROUTE_EDITS, BODY_NONE, contracts_publish},

	/* calls.c, offers.c, dispositions.c */
	{"GET", V1 "/calls/{id}", "call_get", AGENT | BACKOFFICE, OWNERSHIP_OWN, 0, BODY_NONE, calls_get},
	{"POST", V1 "/calls/{id}/connect", "call_connect", AGENT | BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, calls_connect},
	{"POST", V1 "/calls/{id}/hangup", "call_hangup", AGENT | BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, calls_hangup},
	{"GET", V1 "/calls/{id}/line/{n}", "call_line", AGENT | BACKOFFICE, OWNERSHIP_OWN, 0, BODY_NONE, calls_line},
	{"POST", V1 "/sales/{id}/calls", "sale_call", AGENT | BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_NONE, calls_from_sale},
	{"POST", V1 "/calls/{id}/rejections", "offer_reject", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, offers_reject},
	{"POST", V1 "/calls/{id}/rebuttals", "rebuttal_add", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, offers_rebut},
	{"POST", V1 "/calls/{id}/reconsiderations", "offer_reconsider", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, offers_reconsider},
	{"POST", V1 "/calls/{id}/acceptances", "offer_accept", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, offers_accept},
	{"POST", V1 "/calls/{id}/family", "offer_family", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, offers_family},
	{"POST", V1 "/calls/{id}/disposition", "disposition_set", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, dispositions_set},
	{"POST", V1 "/calls/{id}/disposition/correction", "disposition_correct", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, dispositions_correct},
	{"POST", V1 "/calls/{id}/opt-out", "call_opt_out", AGENT | BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, dispositions_opt_out},
	{"DELETE", V1 "/calls/{id}/disposition", "disposition_undo", AGENT, OWNERSHIP_OWN, 0, BODY_NONE, dispositions_undo},

	/* sales.c: the sale as its agent makes it and as everybody reads it */
	{"GET", V1 "/sales", "sales_list", AGENT | BACKOFFICE | QUALITY | SUPERVISOR, OWNERSHIP_REACHED, 0, BODY_NONE, sales_list},
	{"GET", V1 "/sales/{id}", "sale_get", AGENT | BACKOFFICE | QUALITY | SUPERVISOR, OWNERSHIP_REACHED, 0, BODY_NONE, sales_get},
	{"PUT", V1 "/sales/{id}/products/{n}/line", "sale_line", AGENT, OWNERSHIP_OWN, ROUTE_EDITS, BODY_JSON, sales_set_line},
	{"PUT", V1 "/sales/{id}/applicant", "sale_applicant", AGENT, OWNERSHIP_OWN, ROUTE_EDITS, BODY_JSON, sales_set_applicant},
	{"POST", V1 "/sales/{id}/document-check", "sale_document_check", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, sales_check_document},
	{"PUT", V1 "/sales/{id}/form", "sale_form", AGENT, OWNERSHIP_OWN, ROUTE_EDITS, BODY_JSON, sales_set_form},
	{"POST", V1 "/sales/{id}/submission", "sale_submit", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, sales_submit},

	/* back_office.c: from the queue to the customer's confirmation */
	{"POST", V1 "/sales/next", "sale_next", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_NONE, back_office_next},
	{"POST", V1 "/sales/{id}/claim", "sale_claim", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_NONE, back_office_claim},
	{"DELETE", V1 "/sales/{id}/claim", "sale_release", BACKOFFICE, OWNERSHIP_CLAIMED, 0, BODY_NONE, back_office_release},
	{"POST", V1 "/sales/{id}/claim/release", "claim_free", SUPERVISOR, OWNERSHIP_TEAM, ROUTE_CREATES, BODY_JSON, back_office_free},
	{"POST", V1 "/sales/{id}/data-request", "sale_data_request", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, back_office_request_data},
	{"POST", V1 "/sales/{id}/corrections", "sale_correct", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, corrections_correct},
	{"POST", V1 "/sales/{id}/amendments", "sale_amend", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, corrections_amend},
	{"POST", V1 "/sales/{id}/recording-request", "sale_recording_request", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_NONE, back_office_request_recording},
	{"POST", V1 "/sales/{id}/confirmation", "sale_confirmation", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, back_office_confirm},
	{"POST", V1 "/sales/{id}/end", "sale_end", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, back_office_end},

	/* tasks.c: what the agent brings back */
	{"GET", V1 "/tasks", "tasks_list", AGENT | SUPERVISOR, OWNERSHIP_REACHED, 0, BODY_NONE, tasks_list},
	{"POST", V1 "/tasks/{id}/take", "task_take", AGENT, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_NONE, tasks_take},
	{"POST", V1 "/tasks/{id}/assignment", "task_assign", SUPERVISOR, OWNERSHIP_TEAM, ROUTE_CREATES, BODY_JSON, tasks_assign},
	{"POST", V1 "/users/{id}/tasks-assignment", "tasks_reassign_all", SUPERVISOR, OWNERSHIP_TEAM, ROUTE_CREATES, BODY_JSON, tasks_reassign_all},
	{"POST", V1 "/tasks/{id}/answer", "task_answer", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, tasks_answer},

	/* documents.c: the papers */
	{"GET", V1 "/sales/{id}/documents", "documents_list", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, documents_list},
	{"POST", V1 "/sales/{id}/documents", "document_create", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_JSON, documents_create},
	{"PUT", V1 "/documents/{id}/pieces/{n}", "document_piece", BACKOFFICE, OWNERSHIP_OWN, 0, BODY_PIECE, documents_piece},
	{"POST", V1 "/documents/{id}/complete", "document_complete", BACKOFFICE, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, documents_complete},
	{"GET", V1 "/documents/{id}/content", "document_content", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, documents_content},
	{"POST", V1 "/documents/{id}/verdict", "document_verdict", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, documents_judge},
	{"DELETE", V1 "/documents/{id}/verdict", "document_verdict_undo", BACKOFFICE, OWNERSHIP_CLAIMED, 0, BODY_NONE, documents_undo},

	/* activation.c, dispatch.c: at the operator, and on the way */
	{"GET", V1 "/sales/{id}/activation", "activation_get", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, activation_get},
	{"POST", V1 "/sales/{id}/activation/line", "activation_line", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_JSON, activation_line},
	{"POST", V1 "/sales/{id}/activation/rate", "activation_rate", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_NONE, activation_rate},
	{"POST", V1 "/sales/{id}/activation/personal-data", "activation_personal_data", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_NONE, activation_personal_data},
	{"POST", V1 "/sales/{id}/activation/services/{n}", "activation_service", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_NONE, activation_service_load},
	{"POST", V1 "/sales/{id}/activation/entries", "activation_entry", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_JSON, activation_entry_add},
	{"POST", V1 "/sales/{id}/activation/services/{n}/removal", "activation_removal", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES, BODY_NONE, activation_service_remove},
	{"GET", V1 "/sales/{id}/dispatch", "dispatch_get", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, dispatches_get},
	{"POST", V1 "/sales/{id}/dispatch", "dispatch_schedule", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, dispatches_schedule},
	{"POST", V1 "/sales/{id}/dispatch/result", "dispatch_result", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, dispatches_report},
	{"GET", V1 "/dispatches/day-list", "dispatches_day_list", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, courier_list},
	{"POST", V1 "/dispatches/courier-file", "courier_file", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_PIECE, courier_import},
	{"GET", V1 "/dispatches", "dispatches_list", BACKOFFICE, OWNERSHIP_REACHED, 0, BODY_NONE, dispatches_list},

	/* withdrawal.c: contracts that do not hold */
	{"POST", V1 "/sales/{id}/extension", "sale_extend", SUPERVISOR, OWNERSHIP_TEAM, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, withdrawal_extend},
	{"POST", V1 "/sales/{id}/reversal", "sale_reverse", SUPERVISOR, OWNERSHIP_TEAM, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, withdrawal_reverse},
	{"POST", V1 "/sales/{id}/withdrawal", "sale_withdraw", BACKOFFICE, OWNERSHIP_REACHED, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, withdrawal_withdraw},
	{"POST", V1 "/sales/{id}/withdrawal/sim", "withdrawal_sim_back", BACKOFFICE, OWNERSHIP_CLAIMED, ROUTE_CREATES | ROUTE_EDITS, BODY_NONE, withdrawal_sim_back},

	/* reviews.c: quality */
	{"GET", V1 "/reviews/queue", "review_queue", QUALITY, OWNERSHIP_REACHED, 0, BODY_NONE, reviews_queue},
	{"POST", V1 "/readings/{id}/review", "review_open", QUALITY, OWNERSHIP_REACHED, ROUTE_CREATES, BODY_NONE, reviews_open},
	{"GET", V1 "/reviews/{id}", "review_get", QUALITY, OWNERSHIP_REACHED, 0, BODY_NONE, reviews_get},
	{"PUT", V1 "/reviews/{id}", "review_save", QUALITY, OWNERSHIP_OWN, ROUTE_EDITS, BODY_JSON, reviews_save},
	{"DELETE", V1 "/reviews/{id}", "review_release", QUALITY, OWNERSHIP_OWN, 0, BODY_NONE, reviews_release},
	{"POST", V1 "/reviews/{id}/verdict", "review_verdict", QUALITY, OWNERSHIP_OWN, ROUTE_CREATES | ROUTE_EDITS, BODY_JSON, reviews_decide},

	/* identity.c: the identity check of a draft's applicant */
	{"POST", V1 "/sales/{id}/identity-attempts", "identity_start", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, identity_start},
	{"GET", V1 "/identity-attempts/{id}", "identity_get", AGENT, OWNERSHIP_OWN, 0, BODY_NONE, identity_get},
	{"POST", V1 "/identity-attempts/{id}/code", "identity_code", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, identity_code},
	{"POST", V1 "/identity-attempts/{id}/questions", "identity_questions", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_NONE, identity_questions},
	{"POST", V1 "/identity-attempts/{id}/asked", "identity_asked", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, identity_asked},
	{"POST", V1 "/identity-attempts/{id}/answers", "identity_answers", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, identity_answers},
	{"POST", V1 "/identity-attempts/{id}/result", "identity_result", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, BODY_JSON, identity_result},
};
/* clang-format on */
const size_t routes_count = sizeof routes / sizeof *routes;

static bool is_api(const struct route *row)
{
	return strncmp(row->pattern, V1 "/", sizeof V1) == 0;
}

static const char *row_error(const struct route *row)
{
	bool open = row->ownership == OWNERSHIP_PUBLIC || row->ownership == OWNERSHIP_INTERNAL;
	bool reads = strcmp(row->method, "GET") == 0;

	if (row->ownership == OWNERSHIP_MISSING || row->ownership > OWNERSHIP_INTERNAL)
		return "has no ownership";
	if (!open && (row->roles == 0 || (row->roles & ~(uint32_t)EVERY_ROLE)))
		return "has no roles";
	if (open && row->roles != 0)
		return "is open to everybody and yet names roles";
	if (is_api(row) == (row->ownership == OWNERSHIP_INTERNAL))
		return "must be under " V1 "/ exactly when it is not internal";
	if (reads && ((row->flags & (ROUTE_CREATES | ROUTE_EDITS)) || row->body_max_bytes))
		return "reads, and yet takes a body, creates or edits";
	if ((row->flags & ROUTE_CREATES) && strcmp(row->method, "POST") != 0)
		return "creates without being a POST";
	return NULL;
}

enum rc routes_check(const struct route *rows, size_t count, struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		const char *error = row_error(&rows[i]);
		if (error)
			return fault_set(fault, RC_INVALID, "routes", "route row %zu (%s %s) %s", i, rows[i].method,
			                 rows[i].pattern, error);
	}
	return RC_OK;
}

enum rc routes_build(struct arena *arena, struct router **router, struct fault *fault)
{
	struct router *built;

	TRY(router_new(arena, routes, routes_count, &built, fault));
	TRY(routes_check(routes, routes_count, fault));
	*router = built;
	return RC_OK;
}

static void print_roles(FILE *out, uint32_t roles)
{
	const char *separator = "";

	for (unsigned role = 0; role < ROLE_COUNT; role++) {
		if (!(roles & 1u << role))
			continue;
		(void)fprintf(out, "%s%s", separator, role_name((enum role)role));
		separator = ",";
	}
}

void routes_print(FILE *out)
{
	static const char *const ownerships[] = {"missing", "none",    "own",    "team",
	                                         "reached", "claimed", "public", "internal"};

	for (size_t i = 0; i < routes_count; i++) {
		const struct route *row = &routes[i];
		(void)fprintf(out, "%s\t%s\t%s\t", row->method, row->pattern, row->operation_id);
		if (row->roles == NO_ROLE)
			(void)fputs(ownerships[row->ownership], out);
		print_roles(out, row->roles);
		(void)fprintf(out, "\t%s\n", ownerships[row->ownership]);
	}
}
