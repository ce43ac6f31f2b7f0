/* The questions, one at a time; all answers are checked together. */
import { useEffect, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Pips } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { Attempts } from './Attempts.tsx';
import { useDeskUpdate, type Attempt } from './desk.ts';
import { agentTexts } from './texts.ts';
import { Acts, WorkPane } from './WorkPane.tsx';

export function Questions({ attempt, dispose }: { attempt: Attempt; dispose: Action }) {
  const t = useTexts(agentTexts).identity;
  const { put, refresh } = useDeskUpdate();
  const [answers, setAnswers] = useState<Readonly<Record<number, number>>>({});
  const [at, setAt] = useState(0);
  const questions = attempt.questions ?? [];
  const isLast = at === questions.length - 1;
  const answered = Object.keys(answers).length;
  const path = { id: attempt.id };
  const asked = useCommand({
    run: (question: number, { headers }) =>
      ok(
        api.POST('/identity-attempts/{id}/asked', { params: { path, header: headers }, body: { question } }),
      ),
  });
  const send = useCommand({
    run: (options: number[], { headers }) =>
      ok(
        api.POST('/identity-attempts/{id}/answers', { params: { path, header: headers }, body: { options } }),
      ),
    onDone: (next) => put({ attempt: next }),
    onProblem: refresh,
  });
  const question = questions[at];
  const hasQuestion = question !== undefined;
  useEffect(() => {
    if (hasQuestion) void asked.run(at + 1);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the question that is shown is being read aloud
  }, [at, hasQuestion]);
  const next: Action = {
    id: 'identity.answer',
    label: isLast ? t.sendAnswers : t.nextQuestion,
    key: 'Ctrl+Enter',
    enabled: answers[at] !== undefined,
    whyDisabled: t.chooseAnswer,
    run: () => (isLast ? send.run(questions.map((_, n) => answers[n] ?? 0)) : setAt(at + 1)),
  };
  const back: Action = {
    id: 'identity.back',
    label: t.lastQuestion,
    key: 'F7',
    enabled: at > 0,
    run: () => setAt(at - 1),
  };
  useActions([next, back]);
  return (
    <WorkPane
      label={t.title}
      question={t.whatAnswered}
      note={<span className={l.meta}>{t.together(questions.length)}</span>}
      acts={<Acts actions={[next, back]} dispose={dispose} />}
    >
      <Attempts attempt={attempt} />
      {send.problem && <ErrorSummary problem={send.problem} count={send.problemCount} />}
      <div className={`${l.row} ${l.between}`}>
        <h2 className={l.title}>{t.question(at + 1, questions.length)}</h2>
        <span className={l.row}>
          <Pips done={answered} of={questions.length} />
          <b>{t.answered(answered)}</b>
        </span>
      </div>
      {question && (
        <div className={s.options}>
          <Choices
            key={at}
            legend={question.text}
            keys
            value={answers[at] === undefined ? undefined : `${answers[at]}`}
            onChange={(value) => setAnswers({ ...answers, [at]: Number(value) })}
            options={question.options.map((label, index) => ({ value: `${index + 1}`, label }))}
          />
        </div>
      )}
      <Hint>{t.whyQuestions}</Hint>
    </WorkPane>
  );
}
