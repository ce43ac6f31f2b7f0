/* The library of answers to a refusal, in the order in which they are said. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import a from '../admin.module.css';
import { RebuttalForm } from './RebuttalForm.tsx';
import { catalogueTexts } from './texts.ts';

export type Rebuttal = components['schemas']['Rebuttal'];

export function Rebuttals({ campaign }: { campaign: string }) {
  const t = useTexts(catalogueTexts);
  const [edited, setEdited] = useState<Rebuttal>();
  const path = { id: campaign };
  const library = useQuery({
    queryKey: ['rebuttals', campaign],
    queryFn: () => ok(api.GET('/campaigns/{id}/rebuttals', { params: { path } })),
  });
  const rows = library.data?.items ?? [];
  const order = useCommand({
    run: (ids: string[]) =>
      ok(api.PUT('/campaigns/{id}/rebuttals/order', { params: { path }, body: { ids } })),
    invalidates: [['rebuttals', campaign]],
  });
  const move = (at: number, step: 1 | -1) => {
    const ids = rows.map(({ id }) => id);
    const [id] = ids.splice(at, 1);
    if (id) ids.splice(at + step, 0, id);
    void order.run(ids);
  };
  return (
    <Card title={t.rebuttals} aside={library.data && <Count>{rows.length}</Count>}>
      <div className={l.stackWide}>
        <Hint>{t.rebuttalsHint}</Hint>
        {order.problem && <ErrorSummary problem={order.problem} count={order.problemCount} />}
        {library.error ? (
          <Failed
            title={t.failed}
            problem={asProblem(library.error)}
            onRetry={() => void library.refetch()}
          />
        ) : !library.data ? (
          <Skeleton />
        ) : rows.length === 0 ? (
          <Empty title={t.noRebuttals}>{t.noRebuttalsWhy}</Empty>
        ) : (
          <ol className={a.plainList}>
            {rows.map((row, n) => (
              <li key={row.id} className={a.rebuttal}>
                <span className={l.num}>{n + 1}</span>
                <span className={l.grow}>
                  {row.text}{' '}
                  <span className={l.meta}>{row.reason ? t.reasons[row.reason] : t.anyReason}</span>
                </span>
                {row.active === false && <Status shape="off">{t.off}</Status>}
                <Button
                  variant="quiet"
                  square
                  icon="pencil"
                  aria-label={t.editNth(n + 1)}
                  onClick={() => setEdited(row)}
                />
                <Button
                  variant="quiet"
                  square
                  icon="down"
                  aria-label={t.down(n + 1)}
                  disabled={n === rows.length - 1 || order.pending}
                  onClick={() => move(n, 1)}
                />
                <Button
                  variant="quiet"
                  square
                  icon="up"
                  aria-label={t.up(n + 1)}
                  disabled={n === 0 || order.pending}
                  onClick={() => move(n, -1)}
                />
              </li>
            ))}
          </ol>
        )}
        <RebuttalForm
          key={edited ? `${edited.id} ${edited.version ?? 0}` : `new ${rows.length}`}
          campaign={campaign}
          {...(edited && { rebuttal: edited })}
          onDone={() => setEdited(undefined)}
        />
      </div>
    </Card>
  );
}
