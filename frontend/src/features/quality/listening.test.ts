import { describe, expect, it } from 'vitest';
import { clauseAt, clauseTimes, merge, unheard, type Reading, type Recording } from './listening.ts';

const span = (from_ms: number, to_ms: number) => ({ from_ms, to_ms });

describe('what was heard', () => {
  it('is kept as few spans', () => {
    expect(merge([span(1000, 2000), span(0, 1100), span(5000, 6000)])).toEqual([
      span(0, 2000),
      span(5000, 6000),
    ]);
  });
  it('leaves the gaps', () => {
    expect(unheard([span(0, 1000), span(3000, 4000)], span(500, 5000))).toEqual([
      span(1000, 3000),
      span(4000, 5000),
    ]);
    expect(unheard([span(0, 6000)], span(500, 5000))).toEqual([]);
    expect(unheard([], span(0, 5000))).toEqual([span(0, 5000)]);
  });
});

describe('clauses in the file', () => {
  const reading = {
    marks: [
      { clause: 0, kind: 'start', session: 1, position_ms: 100, at: 0 },
      { clause: 1, kind: 'start', session: 1, position_ms: 900, at: 0 },
      { clause: 1, kind: 'answer', answer: 'unclear', session: 1, position_ms: 1000, at: 0 },
      { clause: 1, kind: 'start', session: 2, position_ms: 50, at: 0 },
    ],
  } as unknown as Reading;
  const recording = { sessions: [{ offset_ms: 0 }, { offset_ms: 8000 }] } as unknown as Recording;

  it('begin where the last mark says, in its session', () => {
    expect(clauseTimes(reading, recording)).toEqual([
      { clause: 0, from_ms: 100 },
      { clause: 1, from_ms: 8050 },
    ]);
  });
  it('are found by the playhead', () => {
    const times = clauseTimes(reading, recording);
    expect([clauseAt(times, 0), clauseAt(times, 5000), clauseAt(times, 9000)]).toEqual([0, 0, 1]);
  });
});
