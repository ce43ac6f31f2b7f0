/* What the flags ask of the agent: each with a reason and, where it helps, a note. */
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import { useState } from 'react';
import s from './office.module.css';
import { useSaleUpdate, type Sale, type Schemas, type TaskField } from './sale.ts';
import type { Flag, Flags } from './SaleFacts.tsx';
import { officeTexts } from './texts.ts';

const reasons = ['wrong', 'missing', 'pending', 'unreadable', 'inconsistent', 'other'] as const;

export function askedOf(flags: Flags): Schemas['AskedField'][] {
  return (Object.entries(flags) as [TaskField, Flag][]).map(([name, { reason, note }]) => ({
    name,
    reason,
    ...(note.trim() ? { note: note.trim() } : {}),
  }));
}

export function RequestForm({ sale, flags, onSent }: { sale: Sale; flags: Flags; onSent: () => void }) {
  const t = useTexts(officeTexts);
  const { put, refresh } = useSaleUpdate(sale.id);
  const [details, setDetails] = useState<Flags>(flags);
  const current: Flags = Object.fromEntries(
    (Object.keys(flags) as TaskField[]).map((field) => [field, details[field] ?? flags[field]]),
  );
  const ask = useCommand({
    run: (fields: Schemas['AskedField'][], { headers }) =>
      ok(
        api.POST('/sales/{id}/data-request', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: { fields },
        }),
      ),
    onDone: (next) => {
      put(next);
      showToast({ text: t.request.sent(sale.agent_name ?? '') });
      onSent();
    },
    onProblem: refresh,
  });
  const send: Action = {
    id: 'sale.ask',
    label: t.request.send(sale.agent_name ?? ''),
    key: 'Ctrl+Enter',
    run: () => ask.run(askedOf(current)),
  };
  useActions([send]);
  const change = (field: TaskField, part: Partial<Flag>) =>
    setDetails({ ...current, [field]: { reason: 'wrong', note: '', ...current[field], ...part } });
  return (
    <section className={s.ask} aria-label={t.request.title}>
      {ask.problem && <ErrorSummary problem={ask.problem} count={ask.problemCount} />}
      {(Object.entries(current) as [TaskField, Flag][]).map(([field, flag]) => (
        <div key={field} className={s.askRow} role="group" aria-label={t.fields[field]}>
          <span>{t.fields[field]}</span>
          <SelectField
            label={t.request.reason}
            value={flag.reason}
            options={reasons.map((value) => ({ value, label: t.request.reasons[value] }))}
            onChange={(event) => change(field, { reason: event.target.value as Flag['reason'] })}
          />
          <TextField
            label={t.request.note}
            value={flag.note}
            onChange={(event) => change(field, { note: event.target.value })}
          />
        </div>
      ))}
      <div className={`${l.row} ${l.between}`}>
        <p className={l.soft}>{t.request.rereads}</p>
        <ActionButton action={send} variant="primary" />
      </div>
    </section>
  );
}
