/* A task on a sale: what back office asks is answered field by field; a contract to be read again begins with the call. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Skeleton } from '#shared/ui/States.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import s from './agent.module.css';
import { CallSale } from './CallSale.tsx';
import { useDesk, useTasks, type Schemas, type Task } from './desk.ts';
import { useNotifications, useSeen } from './notifications.ts';
import { TakeTask } from './TakeTask.tsx';
import { agentTexts } from './texts.ts';

type Answer = Schemas['TaskAnswer']['answers'][number];
const kinds = ['value', 'correct', 'not_reached'] as const;
const operatorKinds = ['none', 'top_ups', 'plan'] as const;

export default function TaskScreen() {
  const t = useTexts(agentTexts).task;
  const { id }: { id?: string } = useParams({ strict: false });
  const tasks = useTasks();
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
  useAcknowledged(task);
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
          {task.fault && <FaultText fault={task.fault} />} {t.rerecordHow}
        </Banner>
      )}
      {task.pool ? (
        <Banner tone="run" title={t.ofTeam} action={<TakeTask task={task} primary />}>
          {t.ofTeamHow}
        </Banner>
      ) : (
        <OwnWork task={task} />
      )}
    </div>
  );
}

function OwnWork({ task }: { task: Task }) {
  const t = useTexts(agentTexts).task;
  const desk = useDesk();
  const fields = task.fields ?? [];
  return (
    <>
      <div>
        <CallSale
          saleId={task.sale_id}
          label={t.call}
          state={desk.data?.state.state}
          isFirst
          primary={task.kind === 'rerecord'}
        />
      </div>
      {fields.length > 0 && <AnswerForm task={task} />}
    </>
  );
}

/* Opening the task says that it was seen. */
function useAcknowledged(task: Task) {
  const notices = useNotifications();
  const seen = useSeen();
  const notice = notices.find((one) => one.task_id === task.id);
  const id = notice?.id;
  useEffect(() => {
    if (id !== undefined) void seen.run(id);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each notification
  }, [id]);
}

function FaultText({ fault }: { fault: NonNullable<Task['fault']> }) {
  const t = useTexts(agentTexts).reading;
  const { kind, clause, at_ms = 0, note } = fault;
  return (
    <>
      {kind && clause !== undefined
        ? t.fault(clause + 1, t.faults[kind], formatClock(at_ms / 1000))
        : t.noSound}
      {note && ` ${note}`}
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
        <section key={field.name} className={s.asked} aria-label={t.fields[field.name]}>
          <h2>{t.fields[field.name]}</h2>
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
        </section>
      ))}
      <div className={l.row}>
        <ActionButton action={submit} variant="primary" />
        <Why action={submit} />
      </div>
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
