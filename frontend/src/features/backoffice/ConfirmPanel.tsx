/* The confirmation: the call, what was contracted, and how it went. With a yes come the addresses. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import type { Flags } from './SaleFacts.tsx';
import s from './office.module.css';
import { useOfficeCall } from './officeCall.ts';
import { askedOf } from './RequestForm.tsx';
import { useSaleUpdate, type Sale, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

type Outcome = Schemas['ConfirmationOutcome'];
const outcomes = ['agrees', 'disagrees', 'value_wrong', 'other_hour', 'someone_else', 'not_reached'] as const;
const addresses = ['residence_address', 'delivery_address', 'city', 'alternate_phone'] as const;

interface ConfirmPanelProps {
  sale: Sale;
  mine: boolean;
  flags: Flags;
  onSent: () => void;
}

export function ConfirmPanel({ sale, mine, flags, onSent }: ConfirmPanelProps) {
  const t = useTexts(officeTexts);
  const id = useId();
  const { call, set, refresh: refreshCall } = useOfficeCall();
  const { put, refresh } = useSaleUpdate(sale.id);
  const [outcome, setOutcome] = useState<Outcome>();
  const [typed, setTyped] = useState<Partial<Record<(typeof addresses)[number], string>>>({});
  const [reason, setReason] = useState('');
  const [hour, setHour] = useState('');
  const dial = useCommand({
    run: async (_: undefined, { headers }) => {
      await softphone.prepare();
      return ok(api.POST('/sales/{id}/calls', { params: { path: { id: sale.id }, header: headers } }));
    },
    onDone: (placed) => {
      set(placed.id);
      refreshCall();
    },
  });
  const confirm = useCommand({
    run: (chosen: Outcome, { headers }) =>
      ok(
        api.POST('/sales/{id}/confirmation', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: bodyOf(chosen, typed, reason, hour, flags),
        }),
      ),
    onDone: (next) => {
      put(next);
      onSent();
    },
    onProblem: refresh,
  });
  const onLine = call !== undefined && call.state !== 'ended';
  const phone: Action = {
    id: 'confirm.call',
    label: t.confirm.call,
    ...(mine && { key: 'F2' }) /* else F2 takes the sale */,
    enabled: mine && !onLine,
    whyDisabled: mine ? t.confirm.onLine : t.review.takeFirst,
    run: () => dial.run(undefined),
  };
  const save: Action = {
    id: 'confirm.save',
    label: t.confirm.save,
    key: 'F8',
    enabled: mine && outcome !== undefined,
    whyDisabled: mine ? t.confirm.choose : t.review.takeFirst,
    run: () => (outcome ? confirm.run(outcome) : undefined),
  };
  useActions([phone, save]);
  const problem = confirm.problem ?? dial.problem;
  return (
    <Card
      title={t.confirm.title}
      aside={<ActionButton action={phone} icon="phone" className={l.end} />}
      footer={
        <>
          <Why action={save} />
          <span className={l.end} />
          <ActionButton action={save} variant="primary" why="beside" />
        </>
      }
    >
      <div className={l.stackWide}>
        {problem && (
          <ErrorSummary
            problem={problem}
            count={confirm.problemCount + dial.problemCount}
            fields={Object.fromEntries(
              addresses.map((name) => [name, { id: `${id}-${name}`, label: t.fields[name] }]),
            )}
          />
        )}
        <p className={s.say}>
          {t.confirm.say(sale.products.map((p) => `${p.name}, ${formatCop(p.price_cop)}`).join('; '))}
        </p>
        <Choices
          legend={t.confirm.outcome}
          keys
          value={outcome}
          onChange={setOutcome}
          options={outcomes.map((value) => ({ value, label: t.confirm.outcomes[value] }))}
        />
        {outcome === 'agrees' && (
          <div className={s.fields}>
            {addresses.map((name) => (
              <TextField
                key={name}
                id={`${id}-${name}`}
                label={t.fields[name]}
                value={typed[name] ?? sale.customer[name] ?? ''}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            ))}
          </div>
        )}
        {outcome === 'disagrees' && (
          <TextField
            label={t.confirm.reason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        {outcome === 'value_wrong' && <p>{t.confirm.flagIt}</p>}
        {outcome === 'other_hour' && (
          <TextField
            label={t.confirm.when}
            type="datetime-local"
            value={hour}
            onChange={(event) => setHour(event.target.value)}
          />
        )}
      </div>
    </Card>
  );
}

function bodyOf(
  outcome: Outcome,
  typed: Partial<Record<string, string>>,
  reason: string,
  hour: string,
  flags: Flags,
): Schemas['Confirmation'] {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value?.trim()));
  switch (outcome) {
    case 'agrees':
      return { outcome, ...given };
    case 'disagrees':
      return { outcome, reason: reason.trim() };
    case 'value_wrong':
      return { outcome, fields: askedOf(flags) };
    case 'other_hour':
      return { outcome, at: Date.parse(`${hour}:00-05:00`) };
    default:
      return { outcome };
  }
}
