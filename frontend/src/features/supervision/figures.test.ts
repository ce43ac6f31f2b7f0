import { describe, expect, it } from 'vitest';
import {
  byTimeInState,
  countByState,
  figure,
  fold,
  inOrderOf,
  type Floor,
  type FloorAgent,
} from './figures.ts';

const agent = (id: string, more: Partial<FloorAgent> = {}): FloorAgent => ({
  id,
  name: id,
  state: 'available',
  since: 0,
  n: {},
  ...more,
});

const floor = (agents: FloorAgent[], seq = 10): Floor => ({
  service_now: 0,
  seq,
  agents,
  figures: { n: { products_submitted: 2 } },
  agents_today: agents.length,
  targets: { products: 1, products_per_day: 4, aht_ms: 350_000, long_call_ms: 600_000 },
  definitions: {},
});

describe('a figure', () => {
  it('without a denominator is its numerator', () => {
    expect(
      figure({ unit: 'count', text: '', numerator: { a: 1, b: -1 }, denominator: {} }, { a: 5, b: 2 }),
    ).toBe(3);
  });
  it('per hour divides by milliseconds', () => {
    const definition = { unit: 'per_hour' as const, text: '', numerator: { p: 1 }, denominator: { ms: 1 } };
    expect(figure(definition, { p: 3, ms: 7_200_000 })).toBe(1.5);
  });
  it('has no value while nothing stands below the line', () => {
    expect(
      figure({ unit: 'ratio', text: '', numerator: { a: 1 }, denominator: { b: 1 } }, { a: 1 }),
    ).toBeUndefined();
  });
});

describe('the floor', () => {
  const state = {
    channel: 'floor',
    type: 'agent.state',
    at: 5,
    data: { agent_id: 'a', state: 'break', reason: 'lunch', since: 5 },
  };

  it('shows the state of whom a message is about', () => {
    const next = fold(floor([agent('a'), agent('b')]), { ...state, seq: 11 });
    expect(next?.agents[0]).toMatchObject({ state: 'break', reason: 'lunch', since: 5 });
    expect(next?.agents[1]).toEqual(agent('b'));
  });
  it('drops the reason with the break', () => {
    const after = { ...state, seq: 12, data: { agent_id: 'a', state: 'available', since: 9 } };
    expect(fold(floor([agent('a', { state: 'break', reason: 'lunch' })]), after)?.agents[0]).toEqual(
      agent('a', { since: 9 }),
    );
  });
  it('counts nothing that the reading held already', () => {
    const reading = floor([agent('a')]);
    expect(
      fold(reading, { channel: 'floor', type: 'kpi.changed', at: 0, seq: 10, data: { n: { x: 1 } } }),
    ).toBe(reading);
  });
  it('adds changed figures to the whole and to the agent', () => {
    const changed = {
      channel: 'floor',
      type: 'kpi.changed',
      at: 0,
      seq: 11,
      data: { agent_id: 'a', n: { products_submitted: 1 } },
    };
    const next = fold(floor([agent('a')]), changed);
    expect(next?.figures.n['products_submitted']).toBe(3);
    expect(next?.agents[0]?.n['products_submitted']).toBe(1);
  });
  it('is read anew for an agent it does not know', () => {
    expect(fold(floor([]), { ...state, seq: 11 })).toBeUndefined();
  });
  it('leaves other campaigns out', () => {
    const reading = floor([agent('a')]);
    const other = {
      channel: 'floor',
      type: 'kpi.changed',
      at: 0,
      seq: 11,
      data: { campaign_id: 'x', n: { products_submitted: 1 } },
    };
    expect(fold(reading, other, 'y')).toBe(reading);
  });
});

describe('the order of agents', () => {
  it('is by time in the state, with the absent last', () => {
    const agents = [
      agent('new', { since: 9 }),
      agent('away', { state: 'offline', since: 1 }),
      agent('old', { since: 2 }),
    ];
    expect(byTimeInState(agents).map((a) => a.id)).toEqual(['old', 'new', 'away']);
  });
  it('holds under the pointer', () => {
    const agents = [agent('c'), agent('a'), agent('b')];
    expect(inOrderOf(['a', 'b'], agents).map((a) => a.id)).toEqual(['a', 'b', 'c']);
  });
  it('counts each state', () => {
    expect(countByState([agent('a'), agent('b'), agent('c', { state: 'task' })]).get('available')).toBe(2);
  });
});
