/*
 * admin_users — `cierre-admin user add | list | set-password | deactivate`.
 *
 * Promises: the same checks as the API (user name, policy of passwords, teams of the role). A password is read from
 * the terminal without echo, or from the first line of standard input; never from an argument, which everybody on
 * the machine can see. A new password or a deactivation ends the user's sessions at once. Every change is audited.
 * Refuses: with one sentence on standard error and status 1; status 2 when the command is not understood.
 */
#pragma once

#include "base/config.h"

/* argv[0] is the word after `user`. Returns the program's exit status. */
int admin_user(const struct config *config, int argc, char **argv);
