/* What can move, by expiry; beside it what waits, and for whom. F2 takes the one that expires first. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatTime } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table } from '#shared/ui/Table.tsx';
import { Left, useSales } from './QueuePane.tsx';
import { stateShapes, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

type Row = Schemas['SaleRow'];

export default function QueueScreen() {
  const t = useTexts(officeTexts).queue;
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: '/revision/$id', params: { id } });
  const next = useCommand({
    run: (_: undefined, { headers }) => ok(api.POST('/sales/next', { params: { header: headers } })),
    invalidates: [['sales']],
    onDone: (sale) => open(sale.id),
  });
  const take: Action = { id: 'queue.next', label: t.next, key: 'F2', run: () => next.run(undefined) };
  useActions([take]);
  const none = next.problem?.code === 'none_ready';
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
        <div className={l.end}>
          <Search onFound={open} />
        </div>
        <ActionButton action={take} variant="primary" />
      </div>
      {next.problem &&
        (none ? (
          <p role="status">{t.none}</p>
        ) : (
          <ErrorSummary problem={next.problem} count={next.problemCount} />
        ))}
      <div className={l.stackWide}>
        <Sales view="queue" title={t.ready} empty={t.none} emptyWhy={t.noneWhy} />
        <Sales view="waiting" title={t.waiting} empty={t.nothingWaits} />
      </div>
    </div>
  );
}

function Search({ onFound }: { onFound: (id: string) => void }) {
  const t = useTexts(officeTexts).queue;
  const [q, setQ] = useState('');
  const [missed, setMissed] = useState<string>(); /* the number that nothing was found for */
  const search = useCommand({
    run: (number: string) => ok(api.GET('/sales', { params: { query: { view: 'all', q: number } } })),
    onDone: (page, number) => {
      const found = page.items[0];
      if (found) onFound(found.id);
      else setMissed(number);
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void search.run(q.trim().toUpperCase());
  };
  return (
    <form onSubmit={submit} className={l.row}>
      <TextField
        label={t.search}
        value={q}
        idn
        error={missed === undefined ? undefined : t.notFound(missed)}
        onChange={(event) => {
          setQ(event.target.value);
          setMissed(undefined);
        }}
      />
      <Button type="submit" icon="search" square aria-label={t.find} />
    </form>
  );
}

interface SalesProps {
  view: 'queue' | 'waiting';
  title: string;
  empty: string;
  emptyWhy?: string;
}

function Sales({ view, title, empty, emptyWhy }: SalesProps) {
  const t = useTexts(officeTexts).queue;
  const sales = useSales(view);
  const items = sales.data?.items;
  return (
    <Card
      title={title}
      aside={items && <Count on={view === 'queue' && items.length > 0}>{items.length}</Count>}
      flush
    >
      {sales.error && !items ? (
        <Failed title={t.failed} problem={asProblem(sales.error)} onRetry={() => void sales.refetch()} />
      ) : !items ? (
        <Skeleton />
      ) : items.length === 0 ? (
        <Empty title={empty}>{emptyWhy}</Empty>
      ) : (
        <SaleTable label={title} items={items} />
      )}
    </Card>
  );
}

function SaleTable({ label, items }: { label: string; items: readonly Row[] }) {
  const t = useTexts(officeTexts).queue;
  const states = useTexts(officeTexts).states;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">{t.number}</th>
          <th scope="col">{t.customer}</th>
          <th scope="col">{t.state}</th>
          <th scope="col">{t.agent}</th>
          <th scope="col">{t.left}</th>
          <th scope="col">{t.holder}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to="/revision/$id" params={{ id: row.id }}>
                {row.number}
              </Link>
            </th>
            <td>{row.customer_name}</td>
            <td>
              <Status shape={stateShapes[row.state]} plain>
                {states[row.state]}
              </Status>
            </td>
            <td>{row.agent_name}</td>
            <td>{row.validity && <Left row={row} />}</td>
            <td>
              {row.claim?.by_name
                ? t.heldBy(row.claim.by_name, row.claim.since ? formatTime(row.claim.since) : '')
                : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
