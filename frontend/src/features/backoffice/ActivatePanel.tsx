/* The operator's side, in its order: line, rate, personal data, services one by one, each with its own result. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatTime } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Skeleton } from '#shared/ui/States.tsx';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import { nextEntry } from './byHand.ts';
import { ByHandPanel } from './ByHandPanel.tsx';
import s from './office.module.css';
import { serviceShapes, useSaleUpdate, type Sale, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

type Activation = Schemas['Activation'];

type Ask =
  | { readonly kind: 'line'; readonly by: 'phone' | 'address' }
  | { readonly kind: 'rate' | 'data' }
  | { readonly kind: 'service'; readonly n: number };

function nextOf(activation: Activation, sale: Sale): Ask | undefined {
  if (!activation.line)
    return {
      kind: 'line',
      by: sale.products.some((p) => p.line?.purpose !== 'home_address') ? 'phone' : 'address',
    };
  if (!activation.rate) return { kind: 'rate' };
  if (!activation.personal_data_at) return { kind: 'data' };
  const service = activation.services.find(({ state }) => state !== 'loaded' && state !== 'refused');
  return service && { kind: 'service', n: service.n };
}

export function ActivatePanel({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts);
  const client = useQueryClient();
  const { refresh } = useSaleUpdate(sale.id);
  const key = ['activation', sale.id];
  const activation = useQuery({
    queryKey: key,
    queryFn: () => ok(api.GET('/sales/{id}/activation', { params: { path: { id: sale.id } } })),
  });
  const show = (next: Activation) => {
    client.setQueryData(key, next);
    refresh();
  };
  const lookAgain = () => {
    void client.invalidateQueries({ queryKey: key });
    refresh();
  };
  const step = useCommand({
    run: (ask: Ask, { headers }) => {
      const params = { path: { id: sale.id }, header: headers };
      switch (ask.kind) {
        case 'line':
          return ok(api.POST('/sales/{id}/activation/line', { params, body: { by: ask.by } }));
        case 'rate':
          return ok(api.POST('/sales/{id}/activation/rate', { params }));
        case 'data':
          return ok(api.POST('/sales/{id}/activation/personal-data', { params }));
        case 'service':
          return ok(
            api.POST('/sales/{id}/activation/services/{n}', {
              params: { path: { id: sale.id, n: ask.n }, header: headers },
            }),
          );
      }
    },
    onDone: show,
    onProblem: lookAgain,
  });
  const next = activation.data && nextOf(activation.data, sale);
  const go: Action = {
    id: 'activation.next',
    label: next ? t.activate.steps[next.kind] : t.activate.done,
    key: 'F8',
    enabled: mine && next !== undefined,
    whyDisabled: mine ? t.activate.done : t.review.takeFirst,
    run: () => (next ? step.run(next) : undefined),
  };
  const byHand = activation.data?.by_hand ? nextEntry(activation.data) : undefined;
  useActions(byHand ? [] : [go]);
  if (!activation.data) return <Skeleton />;
  return (
    <Card
      title={t.activate.title}
      flush
      footer={
        !byHand && (
          <>
            <Why action={go} />
            <span className={l.end} />
            <ActionButton action={go} variant="primary" why="beside" />
          </>
        )
      }
    >
      {step.problem && <ErrorSummary problem={step.problem} count={step.problemCount} />}
      {activation.data.operator_down_since !== undefined && (
        <Banner tone="warn">{t.activate.down(formatTime(activation.data.operator_down_since))}</Banner>
      )}
      <Steps
        activation={activation.data}
        busy={step.pending}
        mine={mine && !activation.data.by_hand}
        onAsk={(ask) => void step.run(ask)}
      />
      {byHand && (
        <div className={s.byHand}>
          <ByHandPanel
            key={`${byHand.step}-${byHand.n}-${activation.data.version}`}
            sale={sale}
            activation={activation.data}
            next={byHand}
            mine={mine}
            onDone={show}
            onProblem={lookAgain}
          />
        </div>
      )}
    </Card>
  );
}

interface StepsProps {
  activation: Activation;
  busy: boolean;
  mine: boolean;
  onAsk: (ask: Ask) => void;
}

function Steps({ activation, busy, mine, onAsk }: StepsProps) {
  const t = useTexts(officeTexts).activate;
  const { line, rate, personal_data_at, services } = activation;
  const loaded = services.filter(({ state }) => state === 'loaded').length;
  return (
    <ol>
      <Block title={t.line} shape={line ? 'ok' : 'wait'} state={line ? t.states.found : t.states.todo}>
        {line ? (
          t.found(t.by[line.found_by ?? 'phone'], line.reference ?? '')
        ) : (
          <div className={`${l.row} ${l.between}`}>
            <span className={l.soft}>{t.lineWhat}</span>
            {mine && (
              <Button busy={busy} onClick={() => onAsk({ kind: 'line', by: 'address' })}>
                {t.byAddress}
              </Button>
            )}
          </div>
        )}
      </Block>
      <Block title={t.rate} shape={rate ? 'ok' : 'wait'} state={rate ? t.states.assigned : t.states.todo}>
        {rate ? <span className={l.idn}>{rate.code}</span> : <span className={l.soft}>{t.rateWhat}</span>}
      </Block>
      <Block
        title={t.data}
        shape={personal_data_at ? 'ok' : 'wait'}
        state={personal_data_at ? t.states.carried : t.states.todo}
      >
        <span className={l.soft}>{t.dataWhat}</span>
      </Block>
      <Block
        title={t.servicesTitle}
        shape={loaded === services.length ? 'ok' : loaded > 0 ? 'run' : 'wait'}
        state={t.loadedOf(loaded, services.length)}
      >
        <ul>
          {services.map((service) => (
            <li key={service.n} className={s.service}>
              <b>{service.name}</b>
              <Status shape={serviceShapes[service.state]}>{t.services[service.state]}</Status>
              <span className={l.meta}>
                {service.reference ?? (service.tries > 0 ? t.tries(service.tries) : '')}
              </span>
            </li>
          ))}
        </ul>
      </Block>
    </ol>
  );
}

interface BlockProps {
  title: string;
  shape: Shape;
  state: string;
  children: ReactNode;
}

function Block({ title, shape, state, children }: BlockProps) {
  return (
    <li className={s.block}>
      <div>
        <b>{title}</b>
        <Status shape={shape}>{state}</Status>
      </div>
      <div>{children}</div>
    </li>
  );
}
