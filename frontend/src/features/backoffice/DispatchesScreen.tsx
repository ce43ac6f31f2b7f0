/* SIMs on their way, by state. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { formatCivilDay } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { Table } from '#shared/ui/Table.tsx';
import { CourierFile, DayList } from './CourierFiles.tsx';
import { officeTexts } from './texts.ts';

const states = ['scheduled', 'dispatched', 'delivered', 'returned', 'undelivered'] as const;

export default function DispatchesScreen() {
  const t = useTexts(officeTexts).dispatch;
  const [state, setState] = useState<(typeof states)[number]>('scheduled');
  const list = useQuery({
    queryKey: ['dispatches', state],
    queryFn: () => ok(api.GET('/dispatches', { params: { query: { state, limit: 100 } } })),
  });
  const items = list.data?.items;
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.list}</h1>
        <div className={l.end}>
          <DayList />
        </div>
      </div>
      <div className={l.stackWide}>
        <Choices
          legend={t.state}
          keys
          joined
          value={state}
          onChange={setState}
          options={states.map((value) => ({ value, label: t.states[value] }))}
        />
        <Card title={t.states[state]} aside={items && <Count>{items.length}</Count>} flush>
          {list.error ? (
            <Failed title={t.failed} problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
          ) : !items ? (
            <Skeleton />
          ) : items.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <Table label={t.list}>
              <thead>
                <tr>
                  <th scope="col">{t.sale}</th>
                  <th scope="col">{t.date}</th>
                  <th scope="col">{t.courier}</th>
                  <th scope="col">{t.address}</th>
                  <th scope="col">{t.tracking}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <Link to="/revision/$id" params={{ id: row.id }}>
                        {row.sale_number ?? t.open}
                      </Link>
                    </th>
                    <td>{row.date && formatCivilDay(row.date)}</td>
                    <td>{row.courier}</td>
                    <td>{`${row.address ?? ''}, ${row.city ?? ''}`}</td>
                    <td>{row.tracking}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
        </Card>
        <CourierFile />
      </div>
    </div>
  );
}
