/* The form as text. A flag beside a value says that it is missing or wrong; flags become the request to the agent. */
import { formatCivilDay, formatCop, formatDocument, formatPhone } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import s from './office.module.css';
import type { Sale, Schemas, TaskField } from './sale.ts';
import { officeTexts } from './texts.ts';

export interface Flag {
  readonly reason: Schemas['DataReason'];
  readonly note: string;
}
export type Flags = Partial<Record<TaskField, Flag>>;

interface FactsPaneProps {
  sale: Sale;
  flags: Flags;
  onFlags: ((flags: Flags) => void) | undefined;
}

export function FactsPane({ sale, flags, onFlags }: FactsPaneProps) {
  const t = useTexts(officeTexts);
  const { customer } = sale;
  const rows: { field: TaskField; value: string | undefined }[] = [
    { field: 'full_name', value: customer.full_name },
    {
      field: 'document_number',
      value:
        customer.document_number && formatDocument(customer.document_type ?? 'cc', customer.document_number),
    },
    { field: 'issue_date', value: customer.issue_date && formatCivilDay(customer.issue_date) },
    { field: 'place_of_issue', value: customer.place_of_issue },
    { field: 'birthplace', value: customer.birthplace },
    { field: 'phone', value: customer.phone && formatPhone(customer.phone) },
    { field: 'other_operator_value', value: otherOperator(sale, t.other) },
    { field: 'alternate_phone', value: customer.alternate_phone && formatPhone(customer.alternate_phone) },
    { field: 'best_hour', value: customer.best_hour },
    { field: 'residence_address', value: customer.residence_address },
    { field: 'delivery_address', value: customer.delivery_address },
    { field: 'city', value: customer.city },
  ];
  const toggle = (field: TaskField) => {
    const next = { ...flags };
    if (next[field]) delete next[field];
    else next[field] = { reason: 'wrong', note: '' };
    onFlags?.(next);
  };
  return (
    <aside className={`${l.pane} ${l.more}`} aria-label={t.facts.title} tabIndex={0}>
      <div className={s.side}>
        <h2>{t.facts.title}</h2>
        <dl className={s.facts}>
          {rows.map(({ field, value }) => (
            <div key={field} className={flags[field] ? s.flagged : undefined}>
              <dt>{t.fields[field]}</dt>
              <dd>{value ?? t.facts.none}</dd>
              {onFlags && (
                <Button
                  variant="quiet"
                  icon="flag"
                  square
                  aria-label={t.facts.flag(t.fields[field])}
                  aria-pressed={flags[field] !== undefined}
                  onClick={() => toggle(field)}
                />
              )}
            </div>
          ))}
        </dl>
        <h2>{t.facts.products}</h2>
        <ul className={l.stack}>
          {sale.products.map((product) => (
            <li key={product.n}>
              <b>{product.name}</b>, {formatCop(product.price_cop)}
              {product.line?.number && `, ${formatPhone(product.line.number)}`}
            </li>
          ))}
        </ul>
        <p className={l.meta}>
          {t.facts.contract(sale.contract_number ?? 0)} ·{' '}
          {t.facts.approval(sale.identity?.approval_number ?? '')}
        </p>
        <p className={l.meta}>{t.facts.agent(sale.agent_name ?? '')}</p>
      </div>
    </aside>
  );
}

function otherOperator(sale: Sale, t: { none: string; pending: string; topUps: (n: number) => string }) {
  const other = sale.other_operator;
  if (!other) return undefined;
  if (other.kind === 'none') return t.none;
  if (other.kind === 'pending') return t.pending;
  const value = other.kind === 'plan' ? formatCop(other.value ?? 0) : t.topUps(other.value ?? 0);
  return `${other.name ?? ''}, ${value}`;
}
