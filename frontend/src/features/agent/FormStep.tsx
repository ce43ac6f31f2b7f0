/* The form: only what was never said before is typed; the rest is carried over and frozen. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useDraft } from '#shared/drafts/useDraft.ts';
import { formatCivilDay, formatCop, formatDocument, formatPhone } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts, type FactRow } from '#shared/ui/Facts.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Sale, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

type Form = Schemas['Form'];
type Kind = Schemas['OtherOperator']['kind'];
const kinds = ['none', 'top_ups', 'plan', 'pending'] as const;

export function FormStep({ sale, dispose }: { sale: Sale; dispose: Action }) {
  const t = useTexts(agentTexts).form;
  const id = useId();
  const { put, refresh } = useDeskUpdate();
  const [form, setForm] = useState<Form>(() => startOf(sale));
  const draft = useDraft<Form>({
    version: sale.version,
    save: (body, { version }) =>
      ok(api.PUT('/sales/{id}/form', { params: { path: { id: sale.id }, header: ifMatch(version) }, body })),
  });
  const submit = useCommand({
    run: async (_: undefined, { headers }) => {
      await draft.flush();
      return ok(api.POST('/sales/{id}/submission', { params: { path: { id: sale.id }, header: headers } }));
    },
    onDone: (next) => put({ sale: next }),
    onProblem: refresh,
  });
  const change = (next: Form) => {
    setForm(next);
    draft.change(next);
  };
  const kind = form.other_operator?.kind;
  const send: Action = {
    id: 'form.submit',
    label: t.submit,
    key: 'Ctrl+Enter',
    enabled: kind !== undefined,
    whyDisabled: t.chooseOperator,
    run: () => submit.run(undefined),
  };
  useActions([send]);
  const fields = {
    other_operator: { id: `${id}-operator`, label: t.other },
    'other_operator.name': { id: `${id}-operator`, label: t.operator },
    'other_operator.value': { id: `${id}-value`, label: t.value },
    other_operator_value: { id: `${id}-value`, label: t.value },
    alternate_phone: { id: `${id}-phone`, label: t.alternate },
    best_hour: { id: `${id}-hour`, label: t.hour },
  };
  const problem = submit.problem ?? (draft.status.kind === 'failed' ? draft.status.problem : undefined);
  return (
    <div className={l.stackWide}>
      <h1>{t.title}</h1>
      {problem && <ErrorSummary problem={problem} count={submit.problemCount} fields={fields} />}
      <Choices
        legend={t.other}
        keys
        value={kind}
        onChange={(value: Kind) => change({ ...form, other_operator: otherOf(form, value) })}
        options={kinds.map((value) => ({ value, label: t.kinds[value] }))}
      />
      <div className={s.fields}>
        {kind && kind !== 'none' && (
          <TextField
            id={`${id}-operator`}
            label={t.operator}
            value={form.other_operator?.name ?? ''}
            onChange={(event) =>
              change({ ...form, other_operator: { ...form.other_operator, kind, name: event.target.value } })
            }
          />
        )}
        {(kind === 'top_ups' || kind === 'plan') && (
          <TextField
            id={`${id}-value`}
            label={kind === 'plan' ? t.planValue : t.topUps}
            inputMode="numeric"
            value={form.other_operator?.value ?? ''}
            onChange={(event) =>
              change({
                ...form,
                other_operator: {
                  ...form.other_operator,
                  kind,
                  value: Number(event.target.value.replace(/\D/g, '')),
                },
              })
            }
          />
        )}
        <TextField
          id={`${id}-phone`}
          label={t.alternate}
          hint={t.optional}
          inputMode="tel"
          value={form.alternate_phone ?? ''}
          onChange={(event) => change({ ...form, alternate_phone: event.target.value })}
        />
        <TextField
          id={`${id}-hour`}
          label={t.hour}
          hint={t.optional}
          type="time"
          value={form.best_hour ?? ''}
          onChange={(event) => change({ ...form, best_hour: event.target.value })}
        />
      </div>
      <SavedMark status={draft.status} />
      <div className={s.acts}>
        <ActionButton action={send} variant="primary" split why="beside" />
        <ActionButton action={dispose} split />
      </div>
      <Carried sale={sale} />
    </div>
  );
}

function otherOf(form: Form, kind: Kind): Schemas['OtherOperator'] {
  const { name } = form.other_operator ?? {};
  return kind === 'none' || !name ? { kind } : { kind, name };
}

function startOf(sale: Sale): Form {
  return {
    ...(sale.other_operator ? { other_operator: sale.other_operator } : {}),
    ...(sale.customer.alternate_phone ? { alternate_phone: sale.customer.alternate_phone } : {}),
    ...(sale.customer.best_hour ? { best_hour: sale.customer.best_hour } : {}),
  };
}

/* What identity, offers and contract fixed: text, not boxes. */
function Carried({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).form;
  const { customer, identity } = sale;
  const rows: FactRow[] = [
    { label: t.name, value: customer.full_name },
    {
      label: t.document,
      value: formatDocument(customer.document_type ?? 'cc', customer.document_number ?? ''),
    },
    { label: t.issued, value: customer.issue_date ? formatCivilDay(customer.issue_date) : '' },
    { label: t.place, value: customer.place_of_issue },
    { label: t.birthplace, value: customer.birthplace },
    { label: t.phone, value: customer.phone ? formatPhone(customer.phone) : '' },
    { label: t.approval, value: identity?.approval_number },
    ...sale.products.map((product) => ({
      label: t.service,
      value: `${product.name}, ${formatCop(product.price_cop)}`,
    })),
  ];
  return (
    <section aria-label={t.carried}>
      <h2>{t.carried}</h2>
      <Facts rows={rows} />
    </section>
  );
}
