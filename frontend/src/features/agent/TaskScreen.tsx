/* A task on a sale: what back office asks is answered field by field; a contract to be read again begins with the call. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Skeleton } from '#shared/ui/States.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import s from './agent.module.css';
import { useDesk, useDeskUpdate, type Schemas, type Task } from './desk.ts';
import { agentTexts } from './texts.ts';

type Answer = Schemas['TaskAnswer']['answers'][number];
const kinds = ['value', 'correct', 'not_reached'] as const;
const operatorKinds = ['none', 'top_ups', 'plan'] as const;

export default function TaskScreen() {
  const t = useTexts(agentTexts).task;
  const { id }: { id?: string } = useParams({ strict: false });
  const tasks = useQuery({ queryKey: ['tasks'], queryFn: () => ok(api.GET('/tasks')) });
  const task = tasks.data?.items.find((item) => item.id === id);
  if (!tasks.data) return <Skeleton />;
  return (
    <div className={l.page}>
      {task ? <TaskWork key={task.id} task={task} /> : <Empty title={t.gone}>{t.goneWhy}</Empty>}
    </div>
  );
}

function TaskWork({ task }: { task: Task }) {
  const t = useTexts(agentTexts).task;
  const { language } = usePreferences();
  const fields = task.fields ?? [];
  return (
    <div className={l.stackWide}>
      <div className={l.pageHead}>
        <h1>{t.title(task.sale_number ?? '', task.customer_name ?? '')}</h1>
        {task.sale_expires_at && (
          <span className={l.meta}>{t.expires(formatMoment(task.sale_expires_at, language))}</span>
        )}
      </div>
      {task.kind === 'rerecord' && (
        <Banner tone="warn" title={t.rerecord}>
          {t.rerecordHow}
        </Banner>
      )}
      <CallCustomer task={task} />
      {fields.length > 0 && <AnswerForm task={task} />}
    </div>
  );
}

function CallCustomer({ task }: { task: Task }) {
  const t = useTexts(agentTexts).task;
  const desk = useDesk();
  const { refresh } = useDeskUpdate();
  const call = useCommand({
    run: async (_: undefined, { headers }) => {
      await softphone.prepare();
      return ok(api.POST('/sales/{id}/calls', { params: { path: { id: task.sale_id }, header: headers } }));
    },
    onDone: refresh,
  });
  const start: Action = {
    id: 'task.call',
    label: t.call,
    key: 'F2',
    enabled: !desk.data?.call || desk.data.call.state === 'ended',
    whyDisabled: t.busy,
    run: () => call.run(undefined),
  };
  useActions([start]);
  return (
    <>
      {call.problem && <ErrorSummary problem={call.problem} count={call.problemCount} />}
      <div>
        <ActionButton action={start} icon="phone" variant={task.kind === 'rerecord' ? 'primary' : 'plain'} />
      </div>
    </>
  );
}

function AnswerForm({ task }: { task: Task }) {
  const t = useTexts(agentTexts).task;
  const id = useId();
  const navigate = useNavigate();
  const fields = task.fields ?? [];
  const [answers, setAnswers] = useState<Record<string, Partial<Answer>>>({});
  const send = useCommand({
    run: (body: Answer[], { headers }) =>
      ok(
        api.POST('/tasks/{id}/answer', {
          params: { path: { id: task.id }, header: headers },
          body: { answers: body },
        }),
      ),
    invalidates: [['tasks'], ['notifications'], ['desk']],
    onDone: () => {
      showToast({ text: t.sent });
      void navigate({ to: '/jornada' });
    },
  });
  const complete = fields.every((field) => answers[field.name]?.answer !== undefined);
  const submit: Action = {
    id: 'task.answer',
    label: t.send,
    key: 'Ctrl+Enter',
    enabled: complete,
    whyDisabled: t.answerAll,
    run: () => send.run(fields.map((field) => ({ ...answers[field.name], name: field.name }) as Answer)),
  };
  useActions([submit]);
  return (
    <>
      {send.problem && (
        <ErrorSummary
          problem={send.problem}
          count={send.problemCount}
          fields={Object.fromEntries(
            fields.map((field) => [field.name, { id: `${id}-${field.name}`, label: t.fields[field.name] }]),
          )}
        />
      )}
      {fields.map((field) => (
        <fieldset key={field.name} className={s.asked}>
          <legend>{t.fields[field.name]}</legend>
          <p>
            {t.reasons[field.reason]}
            {field.note && `: ${field.note}`}
          </p>
          {field.value && <p className={l.meta}>{t.now(field.value)}</p>}
          <Choices
            legend={t.answer(t.fields[field.name])}
            legendHidden
            value={answers[field.name]?.answer}
            onChange={(answer) => setAnswers({ ...answers, [field.name]: { answer } })}
            options={kinds.map((value) => ({ value, label: t.answers[value] }))}
          />
          {answers[field.name]?.answer === 'value' &&
            (field.name === 'other_operator' || field.name === 'other_operator_value' ? (
              <OtherOperator
                id={`${id}-${field.name}`}
                value={answers[field.name]?.other_operator}
                onChange={(other_operator) =>
                  setAnswers({ ...answers, [field.name]: { answer: 'value', other_operator } })
                }
              />
            ) : (
              <TextField
                id={`${id}-${field.name}`}
                label={t.value(t.fields[field.name])}
                type={field.name === 'issue_date' ? 'date' : 'text'}
                value={answers[field.name]?.value ?? ''}
                onChange={(event) =>
                  setAnswers({ ...answers, [field.name]: { answer: 'value', value: event.target.value } })
                }
              />
            ))}
        </fieldset>
      ))}
      <ActionButton action={submit} variant="primary" />
    </>
  );
}

interface OtherOperatorProps {
  id: string;
  value: Schemas['OtherOperator'] | undefined;
  onChange: (value: Schemas['OtherOperator']) => void;
}

function OtherOperator({ id, value, onChange }: OtherOperatorProps) {
  const t = useTexts(agentTexts).form;
  const kind = value?.kind;
  return (
    <div className={s.fields}>
      <Choices
        legend={t.other}
        value={kind}
        onChange={(next) => onChange({ ...value, kind: next })}
        options={operatorKinds.map((option) => ({ value: option, label: t.kinds[option] }))}
      />
      {kind && kind !== 'none' && (
        <>
          <TextField
            id={id}
            label={t.operator}
            value={value?.name ?? ''}
            onChange={(event) => onChange({ ...value, kind, name: event.target.value })}
          />
          <TextField
            label={kind === 'plan' ? t.planValue : t.topUps}
            inputMode="numeric"
            value={value?.value ?? ''}
            onChange={(event) =>
              onChange({ ...value, kind, value: Number(event.target.value.replace(/\D/g, '')) })
            }
          />
        </>
      )}
    </div>
  );
}
