/*
 * staff — people and teams, as an admin manages them.
 *
 * Promises: a temporary password is made here, shown in the one answer that made it, and kept nowhere: a repeat of
 * the request shows the person without it. Whoever logs in with it may only choose another one. What takes rights
 * away answers when this process has heard of it. Refuses: what store/staff.h refuses.
 */
#pragma once

#include "http/request.h"

enum rc staff_list(struct request *request);
enum rc staff_get(struct request *request);
enum rc staff_create(struct request *request);
enum rc staff_put(struct request *request);
enum rc staff_end(struct request *request);
enum rc staff_begin_again(struct request *request);
enum rc staff_reset_password(struct request *request);
enum rc staff_end_sessions(struct request *request);
enum rc staff_teams(struct request *request);
enum rc staff_team_create(struct request *request);
enum rc staff_team_put(struct request *request);
