import { describe, expect, it } from 'vitest';
import {
  answerOf,
  clauseAt,
  clauseSpans,
  isHeard,
  lengthOf,
  merge,
  placeOf,
  unheard,
  viewOf,
  type Reading,
  type Recording,
  type Review,
} from './listening.ts';

const span = (from_ms: number, to_ms: number) => ({ from_ms, to_ms });

describe('what was heard', () => {
  it('is kept as few spans, in order', () => {
    expect(merge([span(1000, 2000), span(0, 1100), span(5000, 6000)])).toEqual([
      span(0, 2000),
      span(5000, 6000),
    ]);
    expect(merge([span(0, 9000), span(100, 200)])).toEqual([span(0, 9000)]);
    expect(merge([])).toEqual([]);
  });
  it('closes the edge of a seek, not a gap', () => {
    expect(merge([span(0, 1000), span(1250, 2000)])).toEqual([span(0, 2000)]);
    expect(merge([span(0, 1000), span(1251, 2000)])).toHaveLength(2);
  });
  it('has a length', () => {
    expect(lengthOf([span(0, 1000), span(3000, 3500)])).toBe(1500);
  });
  it('leaves the gaps', () => {
    expect(unheard([span(0, 1000), span(3000, 4000)], span(500, 5000))).toEqual([
      span(1000, 3000),
      span(4000, 5000),
    ]);
    expect(unheard([span(0, 6000)], span(500, 5000))).toEqual([]);
    expect(unheard([], span(0, 5000))).toEqual([span(0, 5000)]);
    expect(unheard([span(7000, 8000)], span(0, 5000))).toEqual([span(0, 5000)]);
  });
  it('forgives half a second, and no more', () => {
    expect(isHeard([span(500, 4500)], span(0, 5000))).toBe(true);
    expect(isHeard([span(501, 4500)], span(0, 5000))).toBe(false);
    expect(isHeard([span(0, 2000), span(2500, 5000)], span(0, 5000))).toBe(true);
    expect(isHeard([span(0, 2000), span(2501, 5000)], span(0, 5000))).toBe(false);
  });
  it('is nothing before anything was played, also of a clause without length', () => {
    expect(isHeard([], span(1000, 1000))).toBe(false);
    expect(isHeard([span(0, 500)], span(1000, 1000))).toBe(true);
  });
});

describe('clauses in the file', () => {
  const reading = {
    marks: [
      { clause: 0, kind: 'start', session: 1, position_ms: 100, at: 0 },
      { clause: 1, kind: 'start', session: 1, position_ms: 900, at: 0 },
      { clause: 1, kind: 'answer', answer: 'unclear', session: 1, position_ms: 1000, at: 0 },
      { clause: 1, kind: 'start', session: 2, position_ms: 50, at: 0 },
      { clause: 1, kind: 'answer', answer: 'yes', session: 2, position_ms: 700, at: 0 },
      { clause: 2, kind: 'start', session: 2, position_ms: 800, at: 0 },
      { clause: 2, kind: 'end', session: 2, position_ms: 1800, at: 0 },
    ],
  } as unknown as Reading;
  const recording = {
    duration_ms: 10_500,
    sessions: [
      { n: 1, offset_ms: 0 },
      { n: 2, offset_ms: 8000 },
    ],
  } as unknown as Recording;
  const clauses = clauseSpans(reading, recording);

  it('count from where their session begins', () => {
    expect(placeOf({ session: 2, position_ms: 50 }, recording)).toBe(8050);
    expect(placeOf({ position_ms: 50 }, recording)).toBe(50);
  });
  it('lie from their first mark to the next one’s; a repeated question stays one clause', () => {
    expect(clauses).toEqual([span(100, 900), span(900, 8800), span(8800, 9800)]);
  });
  it('are found by the playhead', () => {
    expect([0, 100, 5000, 8800, 20_000].map((at) => clauseAt(clauses, at))).toEqual([0, 0, 1, 2, 2]);
    expect(clauseAt([], 500)).toBe(0);
  });
  it('have the answer that was marked last', () => {
    expect(answerOf(reading, 1)).toBe('yes');
    expect(answerOf(reading, 0)).toBeUndefined();
  });
  it('are shown with a little before and after, within the file', () => {
    const review = (from_ms: number, to_ms: number) => ({ span: { from_ms, to_ms } }) as Review;
    expect(viewOf(review(100, 9800), recording)).toEqual(span(0, 10_500));
    expect(viewOf(review(3000, 6000), recording)).toEqual(span(1000, 8000));
    expect(viewOf({} as Review, recording)).toEqual(span(0, 10_500));
  });
});
