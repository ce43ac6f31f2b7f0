/*
 * activation_simulator — an operator that answers as a pure function of (seed, sale, service, how-manieth load).
 *
 * Promises: the same load always has the same truth, whether its answer arrives or not; asking tells that truth, once
 * the operator answers at all. The courses of the demo's customers are pinned by their phone, in some the first
 * service goes wrong; everybody else's are drawn from the document.
 * Refuses: nothing. Owns: nothing. Threads: any.
 */
#pragma once

#include "ports/activation.h"

extern const struct activation_adapter activation_simulator;
