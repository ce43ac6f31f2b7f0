/* The marks of a take, one at a time and in order: a clause's beginning as it comes into view (each time it is asked),
   its end, its answer. The beginning goes first, however often the line breaks. */
import { useEffect, useRef } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { Problem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { useDeskUpdate, type Reading, type Schemas } from './desk.ts';

type Mark = Pick<Schemas['MarkNew'], 'clause' | 'kind' | 'answer'>;
export type StopReason = 'question' | 'noise' | 'misread';

export function useMarks(reading: Reading, blocked: boolean) {
  const { put, refresh } = useDeskUpdate();
  const begun = useRef(hasBegun(reading) ? keyOf(reading) : undefined);
  const mark = useCommand({
    run: async (body: Mark, { headers }) => {
      const position = softphone.position();
      if (!position) throw new Problem(409, { code: 'not_recorded' });
      return ok(
        api.POST('/readings/{id}/marks', {
          params: { path: { id: reading.id }, header: headers },
          body: { ...body, ...position },
        }),
      );
    },
    onDone: (next) => put({ reading: next }),
    onProblem: refresh,
  });
  const stop = useCommand({
    run: (reason: StopReason, { headers }) =>
      ok(
        api.POST('/readings/{id}/stop', {
          params: { path: { id: reading.id }, header: headers },
          body: { reason },
        }),
      ),
    onDone: (next) => put({ reading: next }),
    onProblem: refresh,
  });
  const clause = reading.next_clause;
  const key = keyOf(reading);
  const begin = async (): Promise<boolean> => {
    if (begun.current === key) return true;
    begun.current = key;
    const done = await mark.run({ clause, kind: 'start' });
    if (!done && begun.current === key) begun.current = undefined;
    return done !== undefined;
  };
  useEffect(() => {
    if (!blocked && key !== undefined) void begin();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each time the clause is asked
  }, [key, blocked]);
  return {
    end: async () => (await begin()) && mark.run({ clause, kind: 'end' }),
    answer: async (answer: 'yes' | 'unclear' | 'no') =>
      (await begin()) && mark.run({ clause, kind: 'answer', answer }),
    stop: (reason: StopReason) => stop.run(reason),
    pending: mark.pending || stop.pending,
    problem: mark.problem ?? stop.problem,
    problemCount: mark.problemCount + stop.problemCount,
  };
}

/* Which asking of which clause; undefined when all are done. */
function keyOf(reading: Reading): string | undefined {
  const clause = reading.clauses[reading.next_clause];
  return clause && `${reading.next_clause}:${answersTo(reading)}`;
}

function answersTo(reading: Reading): number {
  return (reading.marks ?? []).filter((mark) => mark.clause === reading.next_clause && mark.kind === 'answer')
    .length;
}

/* After a reload: the clause in view was begun already. */
function hasBegun(reading: Reading): boolean {
  const last = reading.marks?.at(-1);
  return last?.clause === reading.next_clause && last.kind === 'start';
}
