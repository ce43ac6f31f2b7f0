/* The queue beside an open sale: what can move, by expiry, and what waits for someone. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { formatSpan } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useUser } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf } from '#shared/validity.ts';
import l from '#shared/ui/layout.module.css';
import { Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import s from './office.module.css';
import { stateShapes, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

type Row = Schemas['SaleRow'];
type View = 'queue' | 'waiting';

export function useSales(view: View) {
  return useQuery({
    queryKey: ['sales', view],
    queryFn: () => ok(api.GET('/sales', { params: { query: { view, limit: 50 } } })),
  });
}

export function QueuePane({ current }: { current: string }) {
  const t = useTexts(officeTexts).queue;
  return (
    <nav className={s.queuePane} aria-label={t.pane}>
      <Rows view="queue" title={t.byValidity} current={current} />
      <Rows view="waiting" title={t.wait} current={current} />
    </nav>
  );
}

function Rows({ view, title, current }: { view: View; title: string; current: string }) {
  const t = useTexts(officeTexts).queue;
  const items = useSales(view).data?.items;
  return (
    <section className={s.queueList} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {items && <Count>{items.length}</Count>}
      </header>
      <ul className={`${s.queue} ${l.more}`}>
        {!items && <Skeleton lines={6} />}
        {items?.length === 0 && <li className={s.nothing}>{view === 'queue' ? t.none : t.nothingWaits}</li>}
        {items?.map((row) => (
          <li key={row.id}>
            <QueueRow row={row} isCurrent={row.id === current} view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function QueueRow({ row, isCurrent, view }: { row: Row; isCurrent: boolean; view: View }) {
  const t = useTexts(officeTexts);
  const user = useUser();
  const holder = row.claim?.by_name;
  return (
    <Link to="/revision/$id" params={{ id: row.id }} aria-current={isCurrent || undefined}>
      <Left row={row} />
      <span className={l.idn}>{row.number}</span>
      <span className={`${l.meta} ${l.clip}`}>{row.customer_name}</span>
      <span className={l.meta}>
        {view === 'waiting'
          ? t.states[row.state]
          : !holder
            ? t.queue.free
            : row.claim?.by === user.id
              ? t.queue.you
              : holder}
      </span>
    </Link>
  );
}

/* How long the sale still lives; what runs out no more says where it is. */
export function Left({ row }: { row: Row }) {
  const states = useTexts(officeTexts).states;
  const now_ms = useNow(1000);
  if (!row.validity)
    return (
      <Status shape={stateShapes[row.state]} plain>
        {states[row.state]}
      </Status>
    );
  const shape = urgencyOf(row.validity, now_ms);
  return (
    <Status shape={shape} plain={shape === 'wait'}>
      {formatSpan(Math.max(0, row.validity.ends_at - now_ms))}
    </Status>
  );
}
