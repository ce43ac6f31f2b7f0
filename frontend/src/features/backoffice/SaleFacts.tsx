/* The form as text. A flag beside a value says that it is missing or wrong; flags become the request to the agent. */
import { formatCivilDay, formatCop, formatDocument, formatPhone } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Icon } from '#shared/ui/Icon.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './office.module.css';
import type { Sale, Schemas, TaskField } from './sale.ts';
import { officeTexts } from './texts.ts';

export interface Flag {
  readonly reason: Schemas['DataReason'];
  readonly note: string;
}
export type Flags = Partial<Record<TaskField, Flag>>;

interface SaleFactsProps {
  sale: Sale;
  flags: Flags;
  onFlags: ((flags: Flags) => void) | undefined;
}

export function SaleFacts({ sale, flags, onFlags }: SaleFactsProps) {
  const t = useTexts(officeTexts);
  const lineWords = ({ line }: Sale['products'][number]) => line && t.facts.purposes[line.purpose];
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
    <>
      <section className={l.stack} aria-label={t.facts.title}>
        <div className={`${l.row} ${l.between}`}>
          <h2>{t.facts.title}</h2>
          {onFlags && (
            <span className={`${l.row} ${l.meta}`}>
              <Icon name="flag" />
              {t.facts.flagKey}
            </span>
          )}
        </div>
        <dl className={s.facts}>
          {rows.map(({ field, value }) => (
            <div key={field} className={flags[field] && s.flagged}>
              <dt>
                {t.fields[field]}
                {flags[field] && <Status shape="warn">{t.facts.flagged}</Status>}
              </dt>
              <dd>
                {value ?? <span className={s.none}>{t.facts.none}</span>}
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
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={l.stack} aria-label={t.facts.products}>
        <div className={`${l.row} ${l.between}`}>
          <h2>{t.facts.products}</h2>
          <span className={l.meta}>
            {[
              t.facts.contract(sale.contract_number ?? 0),
              t.facts.approval(sale.identity?.approval_number ?? ''),
              t.facts.agent(sale.agent_name ?? ''),
            ].join(' · ')}
          </span>
        </div>
        <ul className={s.products}>
          {sale.products.map((product) => (
            <li key={product.n}>
              <b>{product.name}</b>
              <span>{product.line?.number ? formatPhone(product.line.number) : lineWords(product)}</span>
              <span className={l.num}>{t.facts.monthly(formatCop(product.price_cop))}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
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
