/* How a clause looks while it is read. The words are the server's and stay as they are, one after the other. */
import type { Reading } from './desk.ts';

type Clause = Reading['clauses'][number];

export const ASKED_MAX = 3;

/* A question's last sentence stands apart: it is what the customer answers. */
export function parts({ kind, text }: Clause): { text: string; isQuestion: boolean }[] {
  const at = kind === 'question' ? text.lastIndexOf('¿') : -1;
  if (at < 0) return [{ text, isQuestion: kind === 'question' }];
  const before = text.slice(0, at).trim();
  const question = { text: text.slice(at), isQuestion: true };
  return before ? [{ text: before, isQuestion: false }, question] : [question];
}

/* What the customer answered to a clause, last. */
export function answerOf(reading: Reading, clause: number): 'yes' | 'unclear' | 'no' | undefined {
  return reading.marks?.findLast((mark) => mark.clause === clause && mark.kind === 'answer')?.answer;
}
