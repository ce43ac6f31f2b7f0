import { describe, expect, it } from 'vitest';
import { barsOf, pathOf, percentOf, ticksOf } from './wave.ts';

describe('the wave', () => {
  it('shows the loudest of each share of the view', () => {
    const values = [0, 255, 0, 0, 64, 0, 0, 0];
    expect(barsOf(values, 100, { from_ms: 0, to_ms: 800 }, 4)).toEqual([1, 0, Math.sqrt(64 / 255), 0]);
    expect(barsOf(values, 100, { from_ms: 400, to_ms: 800 }, 2)).toEqual([Math.sqrt(64 / 255), 0]);
  });
  it('has a bar where the peaks are coarser than the bars, and none past their end', () => {
    expect(barsOf([255], 1000, { from_ms: 0, to_ms: 2000 }, 4)).toEqual([1, 1, 0, 0]);
  });
  it('keeps a dot where there is silence', () => {
    expect(pathOf([1, 0], -1)).toBe('M1 54v-54M4 54v-1');
    expect(pathOf([0.5], 1)).toBe('M1 58v27');
  });
  it('stays in its frame', () => {
    const view = { from_ms: 1000, to_ms: 3000 };
    expect([0, 1000, 1500, 9000].map((at) => percentOf(at, view))).toEqual([0, 0, 25, 100]);
  });
  it('has round times on its axis', () => {
    expect(ticksOf({ from_ms: 500, to_ms: 31_000 })).toEqual([5000, 10_000, 15_000, 20_000, 25_000, 30_000]);
    expect(ticksOf({ from_ms: 250_000, to_ms: 400_000 })).toEqual([
      270_000, 300_000, 330_000, 360_000, 390_000,
    ]);
  });
});
