/* What the back office puts right itself: before activation what a paper on file proves, with the paper as the reason;
   after it anything of the form that no contract stands on, with a reason of its own. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import s from './office.module.css';
import { provedBy, useSaleUpdate, type Sale, type Schemas, type TaskField } from './sale.ts';
import { officeTexts } from './texts.ts';

type Other = Schemas['OtherOperator'];
type Kind = Schemas['DocumentKind'];
const kinds = ['none', 'top_ups', 'plan'] as const;

interface NewValue {
  value: string;
  other: Other | undefined;
}
const nothing: NewValue = { value: '', other: undefined };

const isOperator = (field: TaskField) => field === 'other_operator' || field === 'other_operator_value';

function bodyOf(field: TaskField, { value, other }: NewValue) {
  return isOperator(field)
    ? { name: field, ...(other && { other_operator: other }) }
    : { name: field, value: value.trim() };
}

interface ValueFieldProps {
  id: string;
  field: TaskField;
  given: NewValue;
  onChange: (given: NewValue) => void;
}

function ValueField({ id, field, given, onChange }: ValueFieldProps) {
  const t = useTexts(officeTexts);
  if (!isOperator(field))
    return (
      <TextField
        id={id}
        label={t.correction.value(t.fields[field])}
        type={field === 'issue_date' ? 'date' : 'text'}
        value={given.value}
        onChange={(event) => onChange({ ...given, value: event.target.value })}
      />
    );
  const { other } = given;
  const put = (change: Partial<Other>) =>
    onChange({ ...given, other: { kind: 'none', ...other, ...change } });
  return (
    <>
      <Choices
        legend={t.fields.other_operator}
        value={other?.kind}
        onChange={(kind) => put({ kind })}
        options={kinds.map((value) => ({ value, label: t.correction.kinds[value] }))}
      />
      {other && other.kind !== 'none' && (
        <div className={s.fields}>
          <TextField
            id={id}
            label={t.fields.other_operator}
            value={other.name ?? ''}
            onChange={(event) => put({ name: event.target.value })}
          />
          <TextField
            label={t.correction.amounts[other.kind === 'top_ups' ? 'top_ups' : 'plan']}
            inputMode="numeric"
            value={other.value ?? ''}
            onChange={(event) => put({ value: Number(event.target.value.replace(/\D/g, '')) })}
          />
        </div>
      )}
    </>
  );
}

/* Before activation: one field, and the paper that proves it. */
export function CorrectionForm({
  sale,
  field,
  onDone,
}: {
  sale: Sale;
  field: TaskField;
  onDone: () => void;
}) {
  const t = useTexts(officeTexts);
  const id = useId();
  const { put, refresh } = useSaleUpdate(sale.id);
  const proofs = provedBy(sale, field);
  const [proof, setProof] = useState<Kind | undefined>(proofs[0]);
  const [given, setGiven] = useState(nothing);
  const correct = useCommand({
    run: (document: Kind, { headers }) =>
      ok(
        api.POST('/sales/{id}/corrections', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: { ...bodyOf(field, given), document },
        }),
      ),
    onDone: (next) => {
      put(next);
      showToast({ text: t.correction.done(t.fields[field]) });
      onDone();
    },
    onProblem: refresh,
  });
  if (!proof) return null;
  return (
    <Card title={t.correction.title(t.fields[field])}>
      <div className={l.stackWide}>
        {correct.problem && (
          <ErrorSummary
            problem={correct.problem}
            count={correct.problemCount}
            fields={{ [field]: { id, label: t.fields[field] } }}
          />
        )}
        <ValueField id={id} field={field} given={given} onChange={setGiven} />
        <SelectField
          label={t.correction.proof}
          value={proof}
          options={proofs.map((value) => ({ value, label: t.papers.kinds[value] }))}
          onChange={(event) => setProof(event.target.value as Kind)}
        />
        <div>
          <Button busy={correct.pending} onClick={() => void correct.run(proof)}>
            {t.correction.save}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/* After activation: old, new and reason stay in the sale. */
export function AmendmentForm({ sale, field, onDone }: { sale: Sale; field: TaskField; onDone: () => void }) {
  const t = useTexts(officeTexts);
  const id = useId();
  const { put, refresh } = useSaleUpdate(sale.id);
  const [given, setGiven] = useState(nothing);
  const [reason, setReason] = useState('');
  const amend = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/amendments', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: { ...bodyOf(field, given), reason: reason.trim() },
        }),
      ),
    onDone: (next) => {
      put(next);
      showToast({ text: t.correction.done(t.fields[field]) });
      onDone();
    },
    onProblem: refresh,
  });
  return (
    <Card title={t.correction.amend(t.fields[field])}>
      <div className={l.stackWide}>
        {amend.problem && (
          <ErrorSummary
            problem={amend.problem}
            count={amend.problemCount}
            fields={{
              [field]: { id, label: t.fields[field] },
              reason: { id: `${id}-reason`, label: t.correction.reason },
            }}
          />
        )}
        <ValueField id={id} field={field} given={given} onChange={setGiven} />
        <TextField
          id={`${id}-reason`}
          label={t.correction.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div>
          <Button variant="primary" busy={amend.pending} onClick={() => void amend.run(undefined)}>
            {t.correction.save}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/* What was amended, newest last. */
export function Amendments({ sale }: { sale: Sale }) {
  const t = useTexts(officeTexts);
  const amendments = sale.amendments ?? [];
  if (amendments.length === 0) return null;
  return (
    <section aria-label={t.correction.amendments}>
      <h2>{t.correction.amendments}</h2>
      <ul className={l.stack}>
        {amendments.map((one, index) => (
          <li key={index}>
            <b>{t.fields[one.field]}</b>: {one.old ?? t.facts.none} → {one.new ?? t.facts.none}
            <span className={l.meta}>
              {' '}
              {one.by_name}
              {one.reason && `, ${one.reason === 'callback' ? t.correction.callback : one.reason}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
