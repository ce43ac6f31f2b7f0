import { describe, expect, it } from 'vitest';
import { groupsOf, isLate, mayOpen, neighbour, nextOf, type Row } from './queue.ts';

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  sale_id: `s${id}`,
  state: 'waiting',
  ...more,
});
const rows = [row('a', { requested_at: 1, state: 'hearing' }), row('b', { requested_at: 2 }), row('c')];

describe('the queue', () => {
  it('has those that were asked for apart, in the server’s order', () => {
    const { requested, inAdvance } = groupsOf(rows);
    expect([requested.map(({ id }) => id), inAdvance.map(({ id }) => id)]).toEqual([['a', 'b'], ['c']]);
  });
  it('gives the first that nobody hears', () => {
    expect(nextOf(rows)?.id).toBe('b');
    expect(nextOf([row('a', { state: 'hearing' })])).toBeUndefined();
  });
  it('opens what nobody else hears', () => {
    const mine = row('a', { state: 'hearing', analyst_name: 'Camila Prueba' });
    expect(mayOpen(row('a'), 'Camila Prueba')).toBe(true);
    expect(mayOpen(mine, 'Camila Prueba')).toBe(true);
    expect(mayOpen(mine, 'Luis Ensayo')).toBe(false);
    expect(mayOpen(undefined, 'Luis Ensayo')).toBe(false);
  });
  it('warns from the instant that the server names', () => {
    expect(isLate(row('a', { warn_at: 100 }), 99)).toBe(false);
    expect(isLate(row('a', { warn_at: 100 }), 100)).toBe(true);
    expect(isLate(row('a'), 100)).toBe(false);
  });
  it('is walked row by row, from the top when the chosen one has gone', () => {
    expect(neighbour(rows, 'a', 1)?.id).toBe('b');
    expect(neighbour(rows, 'c', 1)?.id).toBe('c');
    expect(neighbour(rows, 'a', -1)?.id).toBe('a');
    expect(neighbour(rows, 'gone', 1)?.id).toBe('a');
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
