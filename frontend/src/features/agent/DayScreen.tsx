/* Waiting for the next call, and what waits for the agent: tasks, unfinished sales, own sales, the day's figures. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatInteger, formatMoment, formatSpan } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button, lookOf } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Kpi, Kpis } from '#shared/ui/Kpi.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { useDesk, useDeskUpdate, type Desk, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

const PRODUCTS_A_DAY = 4;

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
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
      </div>
      <div className={l.stackWide}>
        <Dialing desk={desk.data} />
        <Today desk={desk.data} />
        <Tasks />
        <Sales view="unfinished" title={t.unfinished} empty={t.noUnfinished} />
        <Sales view="mine" title={t.mine} empty={t.noSales} />
      </div>
    </div>
  );
}

function Dialing({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).day;
  const { language } = usePreferences();
  const { open, reason, from } = desk.dialing;
  if (open) return desk.state.state === 'available' ? <Banner tone="run">{t.waiting}</Banner> : null;
  const when = from ? formatMoment(from, language) : undefined;
  if (reason === 'outside_hours') return <Banner tone="plain">{t.closed(when)}</Banner>;
  if (reason === 'line_down') return <Banner tone="bad">{t.lineDown}</Banner>;
  return <Banner tone="plain">{t.noLeads(when)}</Banner>;
}

function Today({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).day;
  const n = desk.today.n;
  const products = n['products_submitted'] ?? 0;
  return (
    <Kpis label={t.today}>
      <Kpi
        name={t.products}
        value={formatInteger(products)}
        tone={products >= PRODUCTS_A_DAY ? 'ok' : 'warn'}
        note={t.target(PRODUCTS_A_DAY)}
      />
      <Kpi name={t.answered} value={formatInteger(n['calls_answered'] ?? 0)} note={t.answeredNote} />
      <Kpi name={t.effective} value={formatInteger(n['sales_effective'] ?? 0)} note={t.effectiveNote} />
    </Kpis>
  );
}

function Tasks() {
  const t = useTexts(agentTexts).day;
  const tasks = useQuery({ queryKey: ['tasks'], queryFn: () => ok(api.GET('/tasks')) });
  const now_ms = useNow(1000);
  const items = tasks.data?.items ?? [];
  return (
    <Card title={t.tasks} aside={<Count on={items.length > 0}>{items.length}</Count>} flush>
      {items.length === 0 ? (
        <Empty title={t.noTasks}>{t.noTasksWhy}</Empty>
      ) : (
        <Table label={t.tasks}>
          <tbody>
            {items.map((task) => (
              <tr key={task.id}>
                <th scope="row">{task.sale_number}</th>
                <td>{t.kinds[task.kind]}</td>
                <td>{task.customer_name}</td>
                <td>
                  {task.sale_expires_at && (
                    <Status shape="warn">
                      {t.left(formatSpan(Math.max(0, task.sale_expires_at - now_ms)))}
                    </Status>
                  )}
                </td>
                <td className={tableLook.num}>
                  <Link to="/tareas/$id" params={{ id: task.id }} className={lookOf({})}>
                    {t.openTask(task.sale_number ?? '')}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Sales({ view, title, empty }: { view: 'mine' | 'unfinished'; title: string; empty: string }) {
  const t = useTexts(agentTexts).day;
  const { language } = usePreferences();
  const sales = useQuery({
    queryKey: ['agent-sales', view],
    queryFn: () => ok(api.GET('/sales', { params: { query: { view, limit: 25 } } })),
  });
  const items = sales.data?.items ?? [];
  return (
    <Card title={title} aside={<Count>{items.length}</Count>} flush>
      {items.length === 0 ? (
        <Empty title={empty} />
      ) : (
        <Table label={title}>
          <tbody>
            {items.map((sale) => (
              <tr key={sale.id}>
                <th scope="row">{sale.number ?? t.draft}</th>
                <td>{sale.customer_name}</td>
                <td>{sale.step ? t.steps[sale.step] : t.states[sale.state]}</td>
                <td>{sale.usable_until ? t.usable(formatMoment(sale.usable_until, language)) : ''}</td>
                <td className={tableLook.num}>{view === 'unfinished' && <CallAgain sale={sale} />}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function CallAgain({ sale }: { sale: Schemas['SaleRow'] }) {
  const t = useTexts(agentTexts).day;
  const { refresh } = useDeskUpdate();
  const call = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/calls', { params: { path: { id: sale.id }, header: headers } })),
    onDone: refresh,
  });
  return (
    <>
      {call.problem && <ErrorSummary problem={call.problem} count={call.problemCount} />}
      <Button icon="phone" busy={call.pending} onClick={() => void call.run(undefined)}>
        {t.callAgain}
      </Button>
    </>
  );
}
