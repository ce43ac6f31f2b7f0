/* A recording's peaks as bars of a drawing. */
import type { Recording, Span } from './listening.ts';

export type Peaks = NonNullable<Recording['peaks']>;

export const BARS = 400;
export const BAR_WIDTH = 3; /* with the gap after it */
export const HALF_HEIGHT = 56;
const LOUDEST = 255;

/* The loudest value of each bar's share of the view, 0…1. A quiet voice must show: loudness is heard by its root. */
export function barsOf(values: readonly number[], step_ms: number, view: Span, count = BARS): number[] {
  const width_ms = (view.to_ms - view.from_ms) / count;
  return Array.from({ length: count }, (_, bar) => {
    const first = Math.floor((view.from_ms + bar * width_ms) / step_ms);
    const last = Math.max(first + 1, Math.ceil((view.from_ms + (bar + 1) * width_ms) / step_ms));
    const loudest = values.slice(first, last).reduce((most, value) => Math.max(most, value), 0);
    return Math.sqrt(loudest / LOUDEST);
  });
}

/* One path: each bar from the middle up (-1) or down (1), never less than a dot. */
export function pathOf(bars: readonly number[], direction: 1 | -1): string {
  return bars
    .map((bar, index) => {
      const height = Math.max(1, Math.round(bar * (HALF_HEIGHT - 2)));
      const x = index * BAR_WIDTH + 1;
      return `M${x} ${HALF_HEIGHT + direction * 2}v${direction * height}`;
    })
    .join('');
}

/* Where an instant stands in the view, in percent. */
export function percentOf(at_ms: number, view: Span): number {
  const length_ms = Math.max(1, view.to_ms - view.from_ms);
  return Math.min(100, Math.max(0, ((at_ms - view.from_ms) / length_ms) * 100));
}

const TICKS_MS = [5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const TICKS_MAX = 7;

/* Round instants for the axis. */
export function ticksOf(view: Span): number[] {
  const length_ms = view.to_ms - view.from_ms;
  const step_ms = TICKS_MS.find((step) => length_ms / step <= TICKS_MAX) ?? 1_200_000;
  const ticks: number[] = [];
  for (let at_ms = Math.ceil(view.from_ms / step_ms) * step_ms; at_ms < view.to_ms; at_ms += step_ms)
    ticks.push(at_ms);
  return ticks;
}
