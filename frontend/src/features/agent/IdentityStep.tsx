/* The identity check: who it is, the code or the questions, the result. While codes and answers are said the recording
   is silenced. */
import { useEffect, useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useDraft } from '#shared/drafts/useDraft.ts';
import { formatClock, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Stepper, type Step } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Attempt, type Call, type Sale, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

type Applicant = Schemas['Applicant'];
const textFields = [
  'full_name',
  'document_number',
  'issue_date',
  'place_of_issue',
  'birthplace',
  'phone',
] as const;
const documentTypes = ['cc', 'ce', 'ppt', 'pa'] as const;
const ATTEMPTS = 3;

interface IdentityStepProps {
  call: Call;
  sale: Sale;
  attempt: Attempt | undefined;
  dispose: Action;
}

export function IdentityStep({ call, sale, attempt, dispose }: IdentityStepProps) {
  const t = useTexts(agentTexts).identity;
  const isOpen = attempt?.state === 'code_sent' || attempt?.state === 'questions';
  return (
    <div className={l.stackWide}>
      <h1>{t.title}</h1>
      <Attempts attempt={attempt} />
      <Ended attempt={attempt} />
      {attempt && isOpen ? (
        attempt.state === 'code_sent' ? (
          <CodeForm key={attempt.id} attempt={attempt} dispose={dispose} />
        ) : (
          <Questions key={attempt.id} attempt={attempt} dispose={dispose} />
        )
      ) : (
        <ApplicantForm call={call} sale={sale} attempt={attempt} dispose={dispose} />
      )}
    </div>
  );
}

function Attempts({ attempt }: { attempt: Attempt | undefined }) {
  const t = useTexts(agentTexts).identity;
  const failed = attempt ? attempt.number - (attempt.state === 'failed' ? 0 : 1) : 0;
  const steps: Step[] = Array.from({ length: ATTEMPTS }, (_, index) => ({
    id: `${index}`,
    label: t.attempt(index + 1),
    state: index < failed ? 'done' : index === failed ? 'current' : 'todo',
    note: index < failed ? t.failed : undefined,
  }));
  return <Stepper steps={steps} label={t.attempts} />;
}

function Ended({ attempt }: { attempt: Attempt | undefined }) {
  const t = useTexts(agentTexts).identity;
  const { language } = usePreferences();
  if (attempt?.state === 'void') return <Banner tone="warn">{t.voided}</Banner>;
  if (attempt?.state !== 'failed') return null;
  if (attempt.next === 'closed') return <Banner tone="bad">{t.closed}</Banner>;
  if (attempt.next === 'wait')
    return (
      <Banner tone="bad">{t.wait(attempt.next_at ? formatMoment(attempt.next_at, language) : '')}</Banner>
    );
  return <Banner tone="warn">{t.again}</Banner>;
}

/* ---- who it is ---- */

function ApplicantForm({ call, sale, attempt, dispose }: IdentityStepProps) {
  const t = useTexts(agentTexts).identity;
  const id = useId();
  const { refresh } = useDeskUpdate();
  const [value, setValue] = useState<Applicant>(() => startOf(sale, call));
  const draft = useDraft<Applicant>({
    version: sale.version,
    save: (body, { version }) =>
      ok(
        api.PUT('/sales/{id}/applicant', {
          params: { path: { id: sale.id }, header: ifMatch(version) },
          body,
        }),
      ),
  });
  const start = useCommand({
    run: async (_: undefined, { headers }) => {
      await draft.flush();
      return ok(
        api.POST('/sales/{id}/identity-attempts', { params: { path: { id: sale.id }, header: headers } }),
      );
    },
    onDone: refresh,
    onProblem: refresh,
  });
  const change = (name: keyof Applicant, text: string) => {
    const next = { ...value, [name]: text };
    setValue(next);
    draft.change(next);
  };
  const isClosed = attempt?.state === 'failed' && attempt.next !== 'again';
  const begin: Action = {
    id: 'identity.start',
    label: t.start,
    key: 'Ctrl+Enter',
    enabled: !isClosed && textFields.every((name) => (value[name] ?? '').trim() !== ''),
    whyDisabled: isClosed ? t.notNow : t.complete,
    run: () => start.run(undefined),
  };
  useActions([begin]);
  const fields = Object.fromEntries(
    textFields.map((name) => [name, { id: `${id}-${name}`, label: t.fields[name] }]),
  );
  const problem = start.problem ?? (draft.status.kind === 'failed' ? draft.status.problem : undefined);
  return (
    <>
      {problem && <ErrorSummary problem={problem} count={start.problemCount} fields={fields} />}
      <div className={s.fields}>
        <SelectField
          label={t.fields.document_type}
          value={value.document_type ?? 'cc'}
          options={documentTypes.map((type) => ({ value: type, label: t.types[type] }))}
          onChange={(event) => change('document_type', event.target.value)}
        />
        {textFields.map((name) => (
          <TextField
            key={name}
            id={`${id}-${name}`}
            label={t.fields[name]}
            type={name === 'issue_date' ? 'date' : 'text'}
            idn={name === 'document_number' || name === 'phone'}
            value={value[name] ?? ''}
            onChange={(event) => change(name, event.target.value)}
          />
        ))}
      </div>
      <SavedMark status={draft.status} />
      <div className={s.acts}>
        <ActionButton action={begin} variant="primary" split />
        <ActionButton action={dispose} split />
      </div>
    </>
  );
}

function startOf(sale: Sale, call: Call): Applicant {
  const { full_name, document_type, document_number, issue_date, place_of_issue, birthplace, phone } =
    sale.customer;
  return {
    document_type: document_type ?? 'cc',
    phone: phone ?? call.phone ?? '',
    ...(full_name ? { full_name } : {}),
    ...(document_number ? { document_number } : {}),
    ...(issue_date ? { issue_date } : {}),
    ...(place_of_issue ? { place_of_issue } : {}),
    ...(birthplace ? { birthplace } : {}),
  };
}

/* ---- the code ---- */

/* Nothing that is said here is kept. */
function useSilence() {
  useEffect(() => {
    softphone.silence(true);
    return () => softphone.silence(false);
  }, []);
}

function CodeForm({ attempt, dispose }: { attempt: Attempt; dispose: Action }) {
  const t = useTexts(agentTexts).identity;
  const id = useId();
  const { put, refresh } = useDeskUpdate();
  const [code, setCode] = useState('');
  const now_ms = useNow();
  useSilence();
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
  const left_s = Math.max(0, Math.ceil(((attempt.questions_from ?? 0) - now_ms) / 1000));
  const send: Action = {
    id: 'identity.code',
    label: t.check,
    key: 'Ctrl+Enter',
    enabled: code.length === length,
    whyDisabled: t.codeLength(length),
    run: () => check.run(undefined),
  };
  const questions: Action = {
    id: 'identity.questions',
    label: t.notArrived,
    key: 'F8',
    enabled: left_s === 0,
    whyDisabled: t.notArrivedIn(formatClock(left_s)),
    run: () => ask.run(undefined),
  };
  useActions([send, questions]);
  const problem = check.problem ?? ask.problem;
  return (
    <>
      <Banner tone="plain">{t.silenced}</Banner>
      {problem && (
        <ErrorSummary
          problem={problem}
          count={check.problemCount + ask.problemCount}
          fields={{ code: { id: `${id}-code`, label: t.code } }}
        />
      )}
      <TextField
        id={`${id}-code`}
        label={t.code}
        hint={t.codeHint}
        inputMode="numeric"
        maxLength={length}
        autoFocus
        idn
        value={code}
        onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
      />
      <div className={s.acts}>
        <ActionButton action={send} variant="primary" split />
        <ActionButton action={questions} split />
        <ActionButton action={dispose} split />
      </div>
    </>
  );
}

/* ---- the questions, one at a time ---- */

function Questions({ attempt, dispose }: { attempt: Attempt; dispose: Action }) {
  const t = useTexts(agentTexts).identity;
  const { put, refresh } = useDeskUpdate();
  const [answers, setAnswers] = useState<number[]>([]);
  const questions = attempt.questions ?? [];
  const at = Math.min(answers.length, questions.length - 1);
  const all = answers.length === questions.length;
  useSilence();
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
  useEffect(() => {
    if (!all) void asked.run(at + 1);
    // the question that is shown is being read aloud: told once each
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at, all]);
  const check: Action = {
    id: 'identity.answers',
    label: t.checkAnswers,
    key: 'Ctrl+Enter',
    enabled: all,
    whyDisabled: t.answerAll(answers.length, questions.length),
    run: () => send.run(answers),
  };
  const back: Action = {
    id: 'identity.back',
    label: t.back,
    key: 'F7',
    enabled: answers.length > 0,
    run: () => setAnswers(answers.slice(0, -1)),
  };
  useActions([check, back]);
  const question = questions[at];
  return (
    <>
      <Banner tone="plain">{t.silenced}</Banner>
      {send.problem && <ErrorSummary problem={send.problem} count={send.problemCount} />}
      {question && !all && (
        <Choices
          key={at}
          legend={`${t.question(at + 1, questions.length)} ${question.text}`}
          keys
          value={undefined}
          onChange={(value) => setAnswers([...answers, Number(value)])}
          options={question.options.map((label, index) => ({ value: `${index + 1}`, label }))}
        />
      )}
      <div className={s.acts}>
        <ActionButton action={check} variant="primary" split />
        <ActionButton action={back} split />
        <ActionButton action={dispose} split />
      </div>
    </>
  );
}
