/* The code by message: said back before it is sent, for a wrong one costs the attempt. */
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatSpan, formatTimeSeconds } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';
import { Attempts } from './Attempts.tsx';
import { useDeskUpdate, type Attempt } from './desk.ts';
import { agentTexts } from './texts.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

export function CodeForm({ attempt, dispose }: { attempt: Attempt; dispose: Action }) {
  const t = useTexts(agentTexts).identity;
  const id = useId();
  const { put, refresh } = useDeskUpdate();
  const [code, setCode] = useState('');
  const now_ms = useNow();
  const path = { id: attempt.id };
  const check = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/identity-attempts/{id}/code', { params: { path, header: headers }, body: { code } })),
    onDone: (next) => put({ attempt: next }),
    onProblem: refresh,
  });
  const ask = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/identity-attempts/{id}/questions', { params: { path, header: headers } })),
    onDone: (next) => put({ attempt: next }),
  });
  const length = attempt.code_length ?? 5;
  const isWhole = code.length === length;
  const left_ms = Math.max(0, (attempt.questions_from ?? 0) - now_ms);
  const send: Action = {
    id: 'identity.code',
    label: isWhole ? t.sendCode : t.sendCodeLater,
    key: 'Ctrl+Enter',
    enabled: isWhole,
    run: () => check.run(undefined),
  };
  const questions: Action = {
    id: 'identity.questions',
    label: left_ms > 0 ? t.questionsIn(formatSpan(left_ms)) : t.toQuestions,
    key: 'F8',
    enabled: left_ms === 0,
    run: () => ask.run(undefined),
  };
  useActions([send, questions]);
  const problem = check.problem ?? ask.problem;
  const sentAt_ms = attempt.code_sent_at ?? now_ms;
  return (
    <WorkPane
      label={t.title}
      question={isWhole ? t.codeConfirmed : t.codeMissing(length)}
      note={<span className={l.meta}>{isWhole ? t.codeCosts : t.sameAttempt}</span>}
      acts={<Acts actions={[send, questions]} dispose={dispose} />}
    >
      <Attempts attempt={attempt} />
      <h1>{t.codeTitle}</h1>
      {problem && (
        <ErrorSummary
          problem={problem}
          count={check.problemCount + ask.problemCount}
          fields={{ code: { id: `${id}-code`, label: t.code(length) } }}
        />
      )}
      <div className={s.code}>
        <TextField
          id={`${id}-code`}
          label={t.code(length)}
          hint={t.codeHint}
          inputMode="numeric"
          maxLength={length}
          autoFocus
          idn
          value={code}
          onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && isWhole) void check.run(undefined);
          }}
        />
        <div className={s.sent}>
          <output aria-live="off">{t.ago(formatSpan(now_ms - sentAt_ms))}</output>
          <p className={l.soft}>{t.sentAt(formatTimeSeconds(sentAt_ms))}</p>
        </div>
      </div>
      <Say label={t.say}>
        {isWhole
          ? t.sayCode([...code].map((digit) => t.digits[Number(digit)] ?? '').join(', '))
          : t.sayNoCode}
      </Say>
    </WorkPane>
  );
}
