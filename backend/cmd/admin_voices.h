/*
 * admin_voices — `cierre-admin demo voices`: every clip of every simulated voice, one a line.
 *
 * Promises: `<voice>/<clip>`, the arguments for espeak-ng, and the text, tab-separated on standard output, in a fixed
 * order. dev/voices renders them.
 */
#pragma once

/* The program's exit status. */
int admin_demo_voices(void);
