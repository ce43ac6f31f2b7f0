/* What was heard, where the clauses lie in the finished file, and whether a verdict may be given. */
import type { components } from '#shared/api/schema.d.ts';

type Schemas = components['schemas'];
export type Reading = Schemas['Reading'];
export type Recording = Schemas['Recording'];
export type Review = Schemas['Review'];
export type Span = Review['heard'][number];
export type Exception = Review['exceptions'][number];
export type ExceptionKind = Schemas['ExceptionKind'];

/* The spans as few as can be, in order; gaps under `slack_ms` (a seek's edge) close. */
export function merge(spans: readonly Span[], slack_ms = 250): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from_ms - b.from_ms)) {
    const last = merged.at(-1);
    if (last && span.from_ms <= last.to_ms + slack_ms)
      merged[merged.length - 1] = { from_ms: last.from_ms, to_ms: Math.max(last.to_ms, span.to_ms) };
    else merged.push({ from_ms: span.from_ms, to_ms: span.to_ms });
  }
  return merged;
}

/* What of the span was not heard. */
export function unheard(heard: readonly Span[], span: Span): Span[] {
  const gaps: Span[] = [];
  let at_ms = span.from_ms;
  for (const part of merge(heard)) {
    if (part.to_ms <= at_ms) continue;
    if (part.from_ms >= span.to_ms) break;
    if (part.from_ms > at_ms) gaps.push({ from_ms: at_ms, to_ms: part.from_ms });
    at_ms = Math.max(at_ms, part.to_ms);
  }
  if (at_ms < span.to_ms) gaps.push({ from_ms: at_ms, to_ms: span.to_ms });
  return gaps.filter((gap) => gap.to_ms - gap.from_ms > 250);
}

export interface ClauseTime {
  readonly clause: number;
  readonly from_ms: number;
}

/* Where each clause begins in the finished file, the last time it was begun. */
export function clauseTimes(reading: Reading, recording: Recording): ClauseTime[] {
  const times = new Map<number, number>();
  for (const mark of reading.marks ?? []) {
    if (mark.kind !== 'start') continue;
    const session = recording.sessions[(mark.session ?? 1) - 1];
    times.set(mark.clause, (session?.offset_ms ?? 0) + mark.position_ms);
  }
  return [...times].map(([clause, from_ms]) => ({ clause, from_ms })).sort((a, b) => a.clause - b.clause);
}

export function clauseAt(times: readonly ClauseTime[], at_ms: number): number {
  let clause = 0;
  for (const time of times) if (time.from_ms <= at_ms + 50) clause = time.clause;
  return clause;
}

/* The answer that the agent marked last. */
export function answerOf(reading: Reading, clause: number): string | undefined {
  return (reading.marks ?? []).filter((mark) => mark.clause === clause && mark.kind === 'answer').at(-1)
    ?.answer;
}
