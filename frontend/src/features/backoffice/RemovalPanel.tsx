/* What is loaded at the operator is taken off, service by service: a sale that is being reversed, or retracto. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Skeleton } from '#shared/ui/States.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { serviceShapes, useSaleUpdate, type Sale } from './sale.ts';
import { officeTexts } from './texts.ts';

export function RemovalPanel({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts);
  const client = useQueryClient();
  const { refresh } = useSaleUpdate(sale.id);
  const key = ['activation', sale.id];
  const activation = useQuery({
    queryKey: key,
    queryFn: () => ok(api.GET('/sales/{id}/activation', { params: { path: { id: sale.id } } })),
  });
  const remove = useCommand({
    run: (n: number, { headers }) =>
      ok(
        api.POST('/sales/{id}/activation/services/{n}/removal', {
          params: { path: { id: sale.id, n }, header: headers },
        }),
      ),
    onDone: (next) => {
      client.setQueryData(key, next);
      refresh();
    },
    onProblem: () => {
      void client.invalidateQueries({ queryKey: key });
      refresh();
    },
  });
  const next = activation.data?.services.find(({ state }) => state === 'loaded' || state === 'unconfirmed');
  const go: Action = {
    id: 'removal.next',
    label: next?.state === 'unconfirmed' ? t.removal.ask : t.removal.next,
    key: 'F8',
    enabled: mine && next !== undefined,
    whyDisabled: mine ? t.removal.done : t.review.takeFirst,
    run: () => (next ? remove.run(next.n) : undefined),
  };
  useActions([go]);
  if (!activation.data) return <Skeleton />;
  return (
    <Card title={t.removal.title}>
      <div className={l.stackWide}>
        {remove.problem && <ErrorSummary problem={remove.problem} count={remove.problemCount} />}
        <ol className={l.stack}>
          {activation.data.services.map((service) => (
            <li key={service.n} className={l.row}>
              <Status shape={serviceShapes[service.state]}>{t.activate.services[service.state]}</Status>
              <span>{service.name}</span>
              {service.reference && <span className={l.meta}>{service.reference}</span>}
            </li>
          ))}
        </ol>
        <div>
          <ActionButton action={go} variant="primary" why="beside" />
        </div>
        <Why action={go} />
      </div>
    </Card>
  );
}
