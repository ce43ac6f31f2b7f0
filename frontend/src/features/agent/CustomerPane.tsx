import { formatPhone } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Facts, type FactRow } from '#shared/ui/Facts.tsx';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';
import type { Call, Desk } from './desk.ts';
import { agentTexts } from './texts.ts';

export function CustomerPane({ desk, call }: { desk: Desk; call: Call }) {
  const t = useTexts(agentTexts).customer;
  const rows: FactRow[] = [
    { label: t.name, value: call.customer_name ?? t.unknown },
    { label: t.phone, value: call.phone ? formatPhone(call.phone) : t.unknown },
    { label: t.city, value: call.city ?? t.unknown },
    { label: t.campaign, value: call.campaign_name ?? '' },
  ];
  if (call.note) rows.push({ label: t.note, value: call.note });
  const products = desk.sale?.products ?? [];
  return (
    <aside className={`${l.pane} ${l.more}`} aria-label={t.title} tabIndex={0}>
      <div className={s.side}>
        <h2>{t.title}</h2>
        <Facts rows={rows} />
        {products.length > 0 && (
          <>
            <h2>{t.accepted}</h2>
            <ul className={l.stack}>
              {products.map((product) => (
                <li key={product.n}>{product.name}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </aside>
  );
}
