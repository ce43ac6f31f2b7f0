import { describe, expect, it } from 'vitest';
import { dayOf, haste } from './day.ts';
import type { Desk } from './desk.ts';

const desk = (n: Record<string, number>, state: Desk['state']['state'] = 'break', since = 0): Desk => ({
  state: { id: 'u', state, since, version: 1 },
  service_now: 0,
  dialing: { open: true },
  today: { n },
});

describe('the agent’s day', () => {
  it('averages what was handled, and has no average before', () => {
    const day = dayOf(desk({ talk_ms: 90_000, wrap_up_ms: 10_000, handled_calls: 2 }), 0);
    expect([day.aht_ms, day.ahtEffective_ms]).toEqual([50_000, undefined]);
  });
  it('takes what fell from the products', () => {
    expect(dayOf(desk({ products_submitted: 3, products_fallen: 1 }), 0).net).toBe(2);
  });
  it('adds the interval under way to its own state', () => {
    const talking = dayOf(desk({ state_talking_ms: 1000, state_break_ms: 500 }, 'talking', 2000), 5000);
    expect([talking.productive_ms, talking.break_ms]).toEqual([4000, 500]);
    expect(dayOf(desk({ state_break_ms: 500 }, 'break', 2000), 5000).break_ms).toBe(3500);
  });
  it('hurries at 24 h and at 4 h', () => {
    const hours = (h: number) => haste(h * 3_600_000);
    expect([hours(25), hours(24), hours(4)]).toEqual(['wait', 'warn', 'bad']);
  });
});
