/* The agent's own day, from the same counters as every other figure. */
import type { Desk } from './desk.ts';

export const PRODUCTS_A_DAY = 4;

const PRODUCTIVE = ['talking', 'wrap_up', 'available', 'task'] as const;

export interface Day {
  readonly products: number;
  readonly net: number;
  readonly answered: number;
  readonly effective: number;
  readonly nonEffective: number;
  readonly ahtEffective_ms: number | undefined; /* none handled yet: no average */
  readonly aht_ms: number | undefined;
  readonly productive_ms: number;
  readonly break_ms: number;
}

export function dayOf({ today, state }: Desk, now_ms: number): Day {
  const n = (name: string) => today.n[name] ?? 0;
  /* The counters hold finished intervals; the one under way is added. */
  const going_ms = Math.max(0, now_ms - state.since);
  const inState = (name: string) => n(`state_${name}_ms`) + (state.state === name ? going_ms : 0);
  const average = (sum: number, count: number) => (count > 0 ? sum / count : undefined);
  return {
    products: n('products_submitted'),
    net: n('products_submitted') - n('products_fallen'),
    answered: n('calls_answered'),
    effective: n('sales_effective'),
    nonEffective: n('sales_non_effective'),
    ahtEffective_ms: average(n('effective_talk_ms') + n('effective_wrap_up_ms'), n('effective_calls')),
    aht_ms: average(n('talk_ms') + n('wrap_up_ms'), n('handled_calls')),
    productive_ms: PRODUCTIVE.reduce((sum, name) => sum + inState(name), 0),
    break_ms: inState('break'),
  };
}

/* What is left of an approval, and whether someone must hurry. */
const HOUR_MS = 3_600_000;
export function haste(left_ms: number): 'bad' | 'warn' | 'wait' {
  return left_ms <= 4 * HOUR_MS ? 'bad' : left_ms <= 24 * HOUR_MS ? 'warn' : 'wait';
}
