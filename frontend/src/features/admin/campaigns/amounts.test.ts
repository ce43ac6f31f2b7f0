import { describe, expect, it } from 'vitest';
import { groupsOf, judge, ownOf, sameOwn, scaleOf, shown, typed, withOwn, type Entry } from './amounts.ts';

const entry = (changes: Partial<Entry>): Entry => ({
  name: 'identity.closed_ms',
  unit: 'ms',
  default: 7_776_000_000,
  least: 86_400_000,
  most: 63_072_000_000,
  source: 'ours',
  value: 7_776_000_000,
  own: false,
  ...changes,
});

describe('a rule’s number', () => {
  it('is shown in the largest unit that its default is whole in', () => {
    expect(scaleOf(entry({})).unit).toBe('d');
    expect(scaleOf(entry({ default: 14_400_000 })).unit).toBe('h');
    expect(scaleOf(entry({ default: 350_000 })).unit).toBe('s');
    expect(scaleOf(entry({ unit: 'basis_points', default: 300 }))).toEqual({ unit: 'percent', factor: 100 });
    expect(shown(5_400_000, { unit: 'h', factor: 3_600_000 })).toBe('1,5');
    expect(shown(-5000, { unit: 'dB', factor: 100 })).toBe('-50');
  });

  it('is read as it is typed', () => {
    const hours = { unit: 'h', factor: 3_600_000 } as const;
    expect(typed('1,5', hours)).toBe(5_400_000);
    expect(typed(' 2 ', hours)).toBe(7_200_000);
    expect(typed('dos', hours)).toBeUndefined();
    expect(typed('', hours)).toBeUndefined();
  });

  it('is judged by its bounds', () => {
    expect(judge(entry({}), undefined)).toBe('type');
    expect(judge(entry({}), 1)).toBe('too_small');
    expect(judge(entry({}), 64_000_000_000)).toBe('too_large');
    expect(judge(entry({}), 86_400_000)).toBe('ok');
  });

  it('goes back to its default', () => {
    const own = ownOf([entry({ own: true, value: 1 }), entry({ name: 'sale.returns_max' })]);
    expect(own).toEqual({ 'identity.closed_ms': 1 });
    expect(withOwn(own, 'identity.closed_ms', undefined)).toEqual({});
    expect(withOwn(own, 'sale.returns_max', 1)).toEqual({ 'identity.closed_ms': 1, 'sale.returns_max': 1 });
    expect(sameOwn(own, { 'identity.closed_ms': 1 })).toBe(true);
    expect(sameOwn(own, {})).toBe(false);
  });

  it('stands in the group of its first word', () => {
    const groups = groupsOf([
      entry({}),
      entry({ name: 'sale.returns_max' }),
      entry({ name: 'identity.questions' }),
    ]);
    expect(groups.map(([name, rows]) => [name, rows.length])).toEqual([
      ['identity', 2],
      ['sale', 1],
    ]);
  });
});
