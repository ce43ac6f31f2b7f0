/* What only a supervisor may do with sales of their teams: decide on a half-loaded one that ran out, give open tasks to
   somebody else, free a claim. Each with a reason, which the sale's history keeps. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { formatMoment, formatSpan, formatTime } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useLive } from '#shared/live/useLive.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf } from '#shared/validity.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { AssignDialog, ReasonDialog, type Assigning } from './SalesDialogs.tsx';
import { salesTexts } from './salesTexts.ts';

type Row = components['schemas']['SaleRow'];
type Task = components['schemas']['Task'];

export default function SalesScreen() {
  const t = useTexts(salesTexts);
  const client = useQueryClient();
  useLive(['sale.*', 'task.changed'], () => {
    void client.invalidateQueries({ queryKey: ['team-sales'] });
    void client.invalidateQueries({ queryKey: ['team-tasks'] });
  });
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
      </div>
      <div className={l.stackWide}>
        <Frozen />
        <Tasks />
        <Held />
      </div>
    </div>
  );
}

function useSales(view: 'frozen' | 'held') {
  return useQuery({
    queryKey: ['team-sales', view],
    queryFn: () => ok(api.GET('/sales', { params: { query: { view, limit: 100 } } })),
  });
}

interface ListProps<Item> {
  title: string;
  note: string;
  empty: string;
  query: { data: { items: Item[] } | undefined; error: unknown; refetch: () => unknown };
  urgent?: boolean;
  aside?: ReactNode;
  head: readonly string[];
  children: (items: Item[]) => ReactNode;
}

/* A card with a table; empty, loading and failed alike for all three. */
function List<Item>({ title, note, empty, query, urgent, aside, head, children }: ListProps<Item>) {
  const t = useTexts(salesTexts);
  const items = query.data?.items;
  return (
    <Card
      title={title}
      flush
      aside={
        <>
          {items && <Count on={urgent === true && items.length > 0}>{items.length}</Count>}
          <span className={l.meta}>{note}</span>
          {aside}
        </>
      }
    >
      {query.error && !items ? (
        <Failed title={t.failed} problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : !items ? (
        <Skeleton />
      ) : items.length === 0 ? (
        <Empty title={empty} />
      ) : (
        <Table label={title}>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className={l.vh}>{t.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>{children(items)}</tbody>
        </Table>
      )}
    </Card>
  );
}

/* ---- half loaded, and over ---- */

function Frozen() {
  const t = useTexts(salesTexts).frozen;
  return (
    <List
      title={t.title}
      note={t.note}
      empty={t.empty}
      query={useSales('frozen')}
      urgent
      head={[t.sale, t.customer, t.agent, t.since]}
    >
      {(rows) => rows.map((row) => <FrozenRow key={row.id} row={row} />)}
    </List>
  );
}

function FrozenRow({ row }: { row: Row }) {
  const t = useTexts(salesTexts).frozen;
  const { language } = usePreferences();
  const [way, setWay] = useState<'extension' | 'reversal'>();
  const close = () => setWay(undefined);
  const params = { id: row.id };
  return (
    <tr>
      <th scope="row" className={l.idn}>
        {row.number}
      </th>
      <td>{row.customer_name}</td>
      <td>{row.agent_name}</td>
      <td>{row.frozen_at && formatMoment(row.frozen_at, language)}</td>
      <td className={tableLook.num}>
        {row.reversing_at ? (
          <Status shape="run">{t.reversing}</Status>
        ) : (
          <span className={l.row} style={{ justifyContent: 'flex-end' }}>
            <Button onClick={() => setWay('extension')}>
              {t.extend}
              <span className={l.vh}> {row.number}</span>
            </Button>
            <Button onClick={() => setWay('reversal')}>
              {t.reverse}
              <span className={l.vh}> {row.number}</span>
            </Button>
          </span>
        )}
        {way && (
          <ReasonDialog
            title={way === 'extension' ? t.extendTitle(row.number ?? '') : t.reverseTitle(row.number ?? '')}
            what={way === 'extension' ? t.extendWhat : t.reverseWhat}
            confirm={way === 'extension' ? t.extend : t.reverse}
            run={(reason, headers) =>
              ok(
                way === 'extension'
                  ? api.POST('/sales/{id}/extension', {
                      params: { path: params, header: { ...headers, ...ifMatch(row.version) } },
                      body: { reason },
                    })
                  : api.POST('/sales/{id}/reversal', {
                      params: { path: params, header: { ...headers, ...ifMatch(row.version) } },
                      body: { reason },
                    }),
              )
            }
            onClose={close}
          />
        )}
      </td>
    </tr>
  );
}

/* ---- tasks ---- */

function Tasks() {
  const t = useTexts(salesTexts).tasks;
  const tasks = useQuery({
    queryKey: ['team-tasks'],
    queryFn: () => ok(api.GET('/tasks', { params: { query: { limit: 100 } } })),
  });
  return (
    <List
      title={t.title}
      note={t.note}
      empty={t.empty}
      query={tasks}
      head={[t.ends, t.what, t.sale, t.worker, t.seen]}
    >
      {(rows) => rows.map((task) => <TaskRow key={task.id} task={task} />)}
    </List>
  );
}

function TaskRow({ task }: { task: Task }) {
  const t = useTexts(salesTexts).tasks;
  const now_ms = useNow(60_000);
  const [assigning, setAssigning] = useState<Assigning>();
  const { validity, agent_id, agent_name = '' } = task;
  return (
    <tr>
      <td>
        {validity && (
          <Status shape={urgencyOf(validity, now_ms)}>
            {formatSpan(Math.max(0, validity.ends_at - now_ms))}
          </Status>
        )}
      </td>
      <td>{t.kinds[task.kind]}</td>
      <th scope="row" className={l.idn}>
        {task.sale_number}
      </th>
      <td>{task.pool ? <Status shape="warn">{t.pool(agent_name)}</Status> : agent_name}</td>
      <td>{task.acknowledged_at ? formatTime(task.acknowledged_at) : t.unseen}</td>
      <td className={tableLook.num}>
        <span className={l.row} style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => setAssigning({ kind: 'one', task })}>
            {t.give}
            <span className={l.vh}> {task.sale_number}</span>
          </Button>
          {agent_id && (
            <Button
              variant="quiet"
              onClick={() => setAssigning({ kind: 'all', agentId: agent_id, agentName: agent_name })}
            >
              {t.giveAll(agent_name)}
            </Button>
          )}
        </span>
        {assigning && <AssignDialog assigning={assigning} onClose={() => setAssigning(undefined)} />}
      </td>
    </tr>
  );
}

/* ---- claims ---- */

function Held() {
  const t = useTexts(salesTexts).held;
  return (
    <List
      title={t.title}
      note={t.note}
      empty={t.empty}
      query={useSales('held')}
      head={[t.sale, t.customer, t.state, t.holder]}
    >
      {(rows) => rows.map((row) => <HeldRow key={row.id} row={row} />)}
    </List>
  );
}

function HeldRow({ row }: { row: Row }) {
  const texts = useTexts(salesTexts);
  const t = texts.held;
  const [freeing, setFreeing] = useState(false);
  const { claim } = row;
  return (
    <tr>
      <th scope="row" className={l.idn}>
        {row.number}
      </th>
      <td>{row.customer_name}</td>
      <td>{texts.states[row.state]}</td>
      <td>{t.since(claim?.by_name ?? '', claim?.since ? formatTime(claim.since) : '')}</td>
      <td className={tableLook.num}>
        <Button onClick={() => setFreeing(true)}>
          {t.free}
          <span className={l.vh}> {row.number}</span>
        </Button>
        {freeing && (
          <ReasonDialog
            title={t.freeTitle(row.number ?? '')}
            what={t.freeWhat(claim?.by_name ?? '')}
            confirm={t.free}
            run={(reason, headers) =>
              ok(
                api.POST('/sales/{id}/claim/release', {
                  params: { path: { id: row.id }, header: headers },
                  body: { reason },
                }),
              )
            }
            onClose={() => setFreeing(false)}
          />
        )}
      </td>
    </tr>
  );
}
