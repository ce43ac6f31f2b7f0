/* Waiting for the next call, and what waits for the agent: unfinished sales, tasks by expiry, own sales, the day. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { formatMoment, formatSpan } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf, type Validity } from '#shared/validity.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { lookOf } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import s from './agent.module.css';
import { CallSale } from './CallSale.tsx';
import { haste } from './day.ts';
import { useDesk, useTasks, type Desk, type Schemas, type Task } from './desk.ts';
import { MyCalls } from './MyCalls.tsx';
import { mayCall } from './states.ts';
import { TakeTask } from './TakeTask.tsx';
import { agentTexts } from './texts.ts';
import { Today } from './Today.tsx';

export default function DayScreen() {
  const t = useTexts(agentTexts).day;
  const desk = useDesk();
  if (!desk.data)
    return desk.error ? (
      <Failed title={t.failed} problem={asProblem(desk.error)} onRetry={() => void desk.refetch()} />
    ) : (
      <Skeleton lines={10} />
    );
  return (
    <div className={l.page}>
      <h1 className={l.vh}>{t.title}</h1>
      <div className={l.stackWide}>
        <Dialing desk={desk.data} />
        <div className={s.cols}>
          <Waiting desk={desk.data} />
          <Today desk={desk.data} />
        </div>
      </div>
    </div>
  );
}

/* Why nothing is dialed, and from when. While it is, the state says that a call comes by itself. */
function Dialing({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).day;
  const { language } = usePreferences();
  const { open, reason, from } = desk.dialing;
  if (open) return null;
  const when = from ? formatMoment(from, language) : undefined;
  if (reason === 'outside_hours') return <Banner tone="plain">{t.closed(when)}</Banner>;
  if (reason === 'line_down') return <Banner tone="bad">{t.lineDown}</Banner>;
  return <Banner tone="plain">{t.noLeads(when)}</Banner>;
}

function useSales(view: 'mine' | 'unfinished') {
  return useQuery({
    queryKey: ['agent-sales', view],
    queryFn: () => ok(api.GET('/sales', { params: { query: { view, limit: 25 } } })),
  });
}

/* F2 calls for what ends first: an approval, else the first task that wants a call. In a break it ends the break. */
function Waiting({ desk }: { desk: Desk }) {
  const unfinished = useSales('unfinished').data?.items ?? [];
  const tasks = useTasks().data?.items ?? [];
  const sorted = unfinished.toSorted((a, b) => (a.usable_until ?? Infinity) - (b.usable_until ?? Infinity));
  const takesF2 = mayCall(desk.state.state) && desk.state.state !== 'break';
  const first = sorted[0]?.id ?? tasks.find(({ kind, pool }) => kind !== 'data_request' && !pool)?.sale_id;
  const f2 = takesF2 ? first : undefined;
  return (
    <div className={l.stackWide}>
      <Unfinished desk={desk} sales={sorted} f2={f2} />
      <Tasks desk={desk} tasks={tasks} f2={f2} />
      <Mine />
      <MyCalls desk={desk} />
    </div>
  );
}

function Left({ until, children }: { until: number | undefined; children?: ReactNode }) {
  const { language } = usePreferences();
  const t = useTexts(agentTexts).day;
  const now_ms = useNow(1000);
  if (until === undefined) return <span className={l.meta}>{t.noEnd}</span>;
  const left_ms = Math.max(0, until - now_ms);
  return (
    <>
      <Status shape={haste(left_ms)}>{formatSpan(left_ms)}</Status>
      <small>{children ?? t.until(formatMoment(until, language))}</small>
    </>
  );
}

function Unfinished({
  desk,
  sales,
  f2,
}: {
  desk: Desk;
  sales: Schemas['SaleRow'][];
  f2: string | undefined;
}) {
  const t = useTexts(agentTexts).day;
  return (
    <Card
      title={t.unfinished}
      flush
      aside={
        <>
          <Count>{sales.length}</Count>
          <span className={`${l.meta} ${l.end}`}>{t.unfinishedNote}</span>
        </>
      }
    >
      {sales.length === 0 ? (
        <Empty title={t.noUnfinished}>{t.noUnfinishedWhy}</Empty>
      ) : (
        <Table label={t.list(t.unfinished)}>
          <thead>
            <tr>
              <th scope="col">{t.approval}</th>
              <th scope="col">{t.customer}</th>
              <th scope="col">{t.products}</th>
              <th scope="col">{t.reached}</th>
              <th scope="col">
                <span className={l.vh}>{t.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sales.map((sale) => (
              <tr key={sale.id}>
                <td>
                  <Left until={sale.usable_until} />
                </td>
                <th scope="row">{sale.customer_name ?? t.noName}</th>
                <td>{sale.products_count}</td>
                <td>{sale.step ? t.steps[sale.step] : t.states[sale.state]}</td>
                <td className={tableLook.num}>
                  <CallSale
                    saleId={sale.id}
                    label={t.call}
                    state={desk.state.state}
                    isFirst={f2 === sale.id}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Tasks({ desk, tasks, f2 }: { desk: Desk; tasks: Task[]; f2: string | undefined }) {
  const t = useTexts(agentTexts).day;
  return (
    <Card
      title={t.tasks}
      flush
      aside={
        <>
          <Count on={tasks.length > 0}>{tasks.length}</Count>
          <span className={`${l.meta} ${l.end}`}>{t.tasksNote}</span>
        </>
      }
    >
      {tasks.length === 0 ? (
        <Empty title={t.noTasks}>{t.noTasksWhy}</Empty>
      ) : (
        <Table label={t.list(t.tasks)}>
          <thead>
            <tr>
              <th scope="col">{t.ends}</th>
              <th scope="col">{t.what}</th>
              <th scope="col">{t.sale}</th>
              <th scope="col">{t.asker}</th>
              <th scope="col">
                <span className={l.vh}>{t.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <TaskRow key={task.id} task={task} desk={desk} isFirst={f2 === task.sale_id} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function TaskRow({ task, desk, isFirst }: { task: Task; desk: Desk; isFirst: boolean }) {
  const t = useTexts(agentTexts).day;
  const words = useTexts(agentTexts);
  const now_ms = useNow(60_000);
  const { fault, fields = [] } = task;
  const what =
    fault?.kind && fault.clause !== undefined
      ? t.faultOf(fault.clause + 1, words.reading.faults[fault.kind])
      : fields.map(({ name }) => words.task.fields[name]).join(', ');
  return (
    <tr>
      <td>{task.validity && <Ends validity={task.validity} now_ms={now_ms} />}</td>
      <td>
        <b>{t.kinds[task.kind]}</b>
        <small>{what}</small>
        {task.pool && <Status shape="wait">{t.ofTeam}</Status>}
      </td>
      <th scope="row" className={l.idn}>
        {task.sale_number}
        <small>{task.customer_name}</small>
      </th>
      <td>{task.asked_by_name ?? t.askers[task.kind]}</td>
      <td className={tableLook.num}>
        <span className={`${l.row} ${l.end}`} style={{ justifyContent: 'flex-end' }}>
          {task.pool ? (
            <TakeTask task={task} />
          ) : (
            <Link to="/tareas/$id" params={{ id: task.id }} className={lookOf({})}>
              {task.kind === 'data_request' ? t.correct : t.open}
              <span className={l.vh}> {task.sale_number}</span>
            </Link>
          )}
          {task.kind !== 'data_request' && !task.pool && (
            <CallSale saleId={task.sale_id} label={t.call} state={desk.state.state} isFirst={isFirst} />
          )}
        </span>
      </td>
    </tr>
  );
}

function Mine() {
  const t = useTexts(agentTexts).day;
  const now_ms = useNow(60_000);
  const sales = (useSales('mine').data?.items ?? []).filter(({ state }) => state !== 'draft');
  return (
    <Card title={t.mine} aside={<Count>{sales.length}</Count>} flush>
      {sales.length === 0 ? (
        <Empty title={t.noSales}>{t.noSalesWhy}</Empty>
      ) : (
        <Table label={t.list(t.mine)}>
          <thead>
            <tr>
              <th scope="col">{t.sale}</th>
              <th scope="col">{t.customer}</th>
              <th scope="col">{t.products}</th>
              <th scope="col">{t.state}</th>
              <th scope="col" className={tableLook.num}>
                {t.validity}
              </th>
            </tr>
          </thead>
          <tbody>
            {sales.map((sale) => (
              <tr key={sale.id}>
                <th scope="row" className={l.idn}>
                  {sale.number ?? t.draft}
                </th>
                <td>{sale.customer_name}</td>
                <td>{sale.products_count}</td>
                <td>
                  <Status shape={shapeOf(sale.state)}>{t.states[sale.state]}</Status>
                </td>
                <td className={tableLook.num}>
                  {sale.validity && <Ends validity={sale.validity} now_ms={now_ms} />}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/* The end of a sale's validity, with its warnings. */
function Ends({ validity, now_ms }: { validity: Validity; now_ms: number }) {
  const shape = urgencyOf(validity, now_ms);
  const span = formatSpan(Math.max(0, validity.ends_at - now_ms));
  return <Status shape={shape}>{span}</Status>;
}

const asks: ReadonlySet<Schemas['SaleState']> = new Set(['data_requested', 'rerecord_requested', 'returned']);
const good: ReadonlySet<Schemas['SaleState']> = new Set(['activated', 'dispatched', 'delivered']);
const fallen: ReadonlySet<Schemas['SaleState']> = new Set([
  'cancelled',
  'rejected',
  'expired',
  'undelivered',
  'withdrawn',
]);

function shapeOf(state: Schemas['SaleState']) {
  return asks.has(state) ? 'warn' : good.has(state) ? 'ok' : fallen.has(state) ? 'off' : 'run';
}
