/* What was heard, and where the clauses lie in the finished file. The server judges by the same rules
   (domain/review, store/review_verdicts); here they only say what a verdict would meet. */
import type { components } from '#shared/api/schema.d.ts';

type Schemas = components['schemas'];
export type Reading = Schemas['Reading'];
export type Recording = Schemas['Recording'];
export type Review = Schemas['Review'];
export type Mark = Schemas['Mark'];
export type Span = Review['heard'][number];

/* Players report their place a few times a second: so much at an edge or between two spans counts as heard. */
export const SLACK_MS = 500;

/* The spans as few as can be, in order; gaps up to `slack_ms` close. */
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

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.to_ms - span.from_ms, 0);
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
  return gaps.filter((gap) => gap.to_ms - gap.from_ms > SLACK_MS);
}

/* Nothing played is nothing heard, however short the span. */
export function isHeard(heard: readonly Span[], span: Span): boolean {
  return heard.length > 0 && unheard(heard, span).length === 0;
}

/* A mark counts from the start of its recorder's session; each session begins somewhere in the file. */
export function placeOf(mark: Pick<Mark, 'session' | 'position_ms'>, recording: Recording): number {
  const session = recording.sessions.find(({ n }) => n === (mark.session ?? 1));
  return (session?.offset_ms ?? 0) + mark.position_ms;
}

/* A clause lies from its first mark to the next one's; the last to the last mark of all. */
export function clauseSpans(reading: Reading, recording: Recording): Span[] {
  const starts: number[] = [];
  let last_ms = 0;
  for (const mark of reading.marks ?? []) {
    last_ms = placeOf(mark, recording);
    while (starts.length <= mark.clause) starts.push(last_ms);
  }
  return starts.map((from_ms, index) => ({ from_ms, to_ms: starts[index + 1] ?? last_ms }));
}

export function clauseAt(clauses: readonly Span[], at_ms: number): number {
  const index = clauses.findLastIndex(({ from_ms }) => from_ms <= at_ms);
  return Math.max(0, index);
}

/* How much of the file before and after the take can be heard with it. */
const AROUND_MS = 2000;

/* The part of the file that the wave shows. */
export function viewOf(review: Review, recording: Recording): Span {
  const end_ms = recording.duration_ms ?? review.span?.to_ms ?? 0;
  return {
    from_ms: Math.max(0, (review.span?.from_ms ?? 0) - AROUND_MS),
    to_ms: Math.min(end_ms, (review.span?.to_ms ?? end_ms) + AROUND_MS),
  };
}

/* The answer that the agent marked last. */
export function answerOf(reading: Reading, clause: number): Mark['answer'] {
  return (reading.marks ?? []).findLast((mark) => mark.clause === clause && mark.kind === 'answer')?.answer;
}
