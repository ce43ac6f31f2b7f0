/* Readings to review: those that were asked for first, then by expiry. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock, formatMoment, formatSpan } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { qualityTexts } from './texts.ts';

type Row = components['schemas']['ReviewQueueRow'];

export default function QueueScreen() {
  const t = useTexts(qualityTexts).queue;
  const navigate = useNavigate();
  const queue = useQuery({
    queryKey: ['reviews'],
    queryFn: () => ok(api.GET('/reviews/queue', { params: { query: { limit: 50 } } })),
  });
  const open = useCommand({
    run: (readingId: string, { headers }) =>
      ok(api.POST('/readings/{id}/review', { params: { path: { id: readingId }, header: headers } })),
    invalidates: [['reviews']],
    onDone: (review) => void navigate({ to: '/calidad/$id', params: { id: review.id } }),
  });
  const items = queue.data?.items;
  const first = items?.find((row) => row.recording_ready && row.state === 'waiting');
  const next: Action = {
    id: 'quality.next',
    label: t.next,
    key: 'F2',
    enabled: first !== undefined,
    whyDisabled: t.none,
    run: () => (first ? open.run(first.id) : undefined),
  };
  useActions([next]);
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
        <span className={l.end} />
        <ActionButton action={next} variant="primary" />
      </div>
      {open.problem && <ErrorSummary problem={open.problem} count={open.problemCount} />}
      <Card title={t.waiting} aside={items && <Count on={items.length > 0}>{items.length}</Count>} flush>
        {queue.error && !items ? (
          <Failed title={t.failed} problem={asProblem(queue.error)} onRetry={() => void queue.refetch()} />
        ) : !items ? (
          <Skeleton />
        ) : items.length === 0 ? (
          <Empty title={t.none}>{t.noneWhy}</Empty>
        ) : (
          <Rows items={items} onOpen={(id) => void open.run(id)} />
        )}
      </Card>
    </div>
  );
}

function Rows({ items, onOpen }: { items: readonly Row[]; onOpen: (id: string) => void }) {
  const t = useTexts(qualityTexts).queue;
  const { language } = usePreferences();
  const now_ms = useNow(1000);
  return (
    <Table label={t.waiting}>
      <thead>
        <tr>
          <th scope="col">{t.sale}</th>
          <th scope="col">{t.state}</th>
          <th scope="col">{t.agent}</th>
          <th scope="col">{t.read}</th>
          <th scope="col">{t.length}</th>
          <th scope="col">{t.expires}</th>
          <th scope="col" className={tableLook.act} aria-label={t.open} />
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.sale_number ?? t.draft}</th>
            <td>
              <Status shape={row.state === 'hearing' ? 'run' : row.requested_at ? 'warn' : 'wait'}>
                {row.state === 'hearing'
                  ? t.heardBy(row.analyst_name ?? '')
                  : row.requested_at
                    ? t.requested
                    : t.inAdvance}
              </Status>
            </td>
            <td>{row.agent_name}</td>
            <td>{row.ended_at && formatMoment(row.ended_at, language)}</td>
            <td>
              {row.duration_ms === undefined ? t.making : formatClock(Math.round(row.duration_ms / 1000))}
            </td>
            <td>{row.sale_expires_at && formatSpan(Math.max(0, row.sale_expires_at - now_ms))}</td>
            <td className={tableLook.act}>
              <Button disabled={!row.recording_ready} onClick={() => onOpen(row.id)}>
                {t.open}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
