/* How near a sale's end is. The instants come from the server, by the campaign's own numbers. */
import type { components } from './api/schema.d.ts';

export type Validity = components['schemas']['Validity'];

/* wait: there is time; warn; bad: urgent, or over. */
export function urgencyOf(validity: Validity, now_ms: number): 'wait' | 'warn' | 'bad' {
  if (now_ms < validity.warn_at) return 'wait';
  return now_ms < validity.urgent_at ? 'warn' : 'bad';
}
