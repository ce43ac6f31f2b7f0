import { describe, expect, it } from 'vitest';
import { answerOf, parts } from './clauses.ts';
import type { Reading } from './desk.ts';

const clause = (kind: 'statement' | 'question', text: string) => ({ title: 'T', kind, text, asked: 1 });

describe('a clause', () => {
  it('sets its question apart, and loses no word of it', () => {
    const text = 'El valor es de $ 64.900 al mes. ¿Acepta usted el valor?';
    const shown = parts(clause('question', text));
    expect(shown).toEqual([
      { text: 'El valor es de $ 64.900 al mes.', isQuestion: false },
      { text: '¿Acepta usted el valor?', isQuestion: true },
    ]);
    expect(shown.map((part) => part.text).join(' ')).toBe(text);
  });
  it('stays whole when it is all question, or none', () => {
    expect(parts(clause('question', '¿Acepta usted?'))).toHaveLength(1);
    expect(parts(clause('statement', 'Se dice ¿así? y ya.'))).toEqual([
      { text: 'Se dice ¿así? y ya.', isQuestion: false },
    ]);
  });
  it('has the last of its answers', () => {
    const mark = { session: 1, position_ms: 0, at: 0 };
    const reading = {
      marks: [
        { clause: 1, kind: 'answer', answer: 'unclear', ...mark },
        { clause: 1, kind: 'start', ...mark },
        { clause: 1, kind: 'answer', answer: 'yes', ...mark },
      ],
    } as unknown as Reading;
    expect([answerOf(reading, 1), answerOf(reading, 0)]).toEqual(['yes', undefined]);
  });
});
