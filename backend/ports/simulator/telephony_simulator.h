/*
 * telephony_simulator — a phone network and its customers, inside the dialer.
 *
 * Promises: rings, answers, speaks and hangs up in real time as customers.h says; what happens and what is said is a
 * pure function of (seed, phone, attempt, facts heard), only its moment depends on the clock. A question of the
 * contract is answered after the time it takes to read it (55 ms a character, within bounds). A call that another
 * process began goes on after its facts were told again.
 * Refuses: nothing.
 * Owns: its calls until they end.
 * Threads: those of telephony.h.
 */
#pragma once

#include "ports/telephony.h"

extern const struct telephony_adapter telephony_simulator;
