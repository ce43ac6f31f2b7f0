/* The SIM's way: programmed with its serial, then what the courier reports. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { serviceNow } from '#shared/clock.ts';
import { civilDay, formatCivilDay } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './office.module.css';
import { useSaleUpdate, wasScheduled, type Sale, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

type Dispatch = Schemas['Dispatch'];
type ReturnReason = Schemas['DispatchReturnReason'];
const returnReasons = ['nobody_home', 'address_wrong', 'refused', 'unknown_there', 'other'] as const;

export function DispatchPanel({ sale, mine }: { sale: Sale; mine: boolean }) {
  const isScheduled = wasScheduled(sale);
  const dispatch = useQuery({
    queryKey: ['dispatch', sale.id],
    enabled: isScheduled,
    queryFn: () => ok(api.GET('/sales/{id}/dispatch', { params: { path: { id: sale.id } } })),
  });
  if (isScheduled && dispatch.isPending) return null;
  return dispatch.data && dispatch.data.state !== 'returned' ? (
    <Results sale={sale} dispatch={dispatch.data} />
  ) : (
    <Schedule sale={sale} mine={mine} />
  );
}

function useDispatchUpdate(sale: Sale) {
  const client = useQueryClient();
  const { refresh } = useSaleUpdate(sale.id);
  return () => {
    void client.invalidateQueries({ queryKey: ['dispatch', sale.id] });
    void client.invalidateQueries({ queryKey: ['dispatches'] });
    refresh();
  };
}

function Schedule({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts);
  const id = useId();
  const update = useDispatchUpdate(sale);
  const needing = sale.products.filter((product) => product.needs_sim);
  const [serials, setSerials] = useState<Record<number, string>>({});
  const [date, setDate] = useState(civilDay(serviceNow()));
  const [courier, setCourier] = useState('');
  const schedule = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/dispatch', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: {
            sims: needing.map((product) => ({
              product: product.n,
              iccid: (serials[product.n] ?? '').trim(),
            })),
            date,
            courier: courier.trim(),
          },
        }),
      ),
    onDone: update,
    onProblem: update,
  });
  const save: Action = {
    id: 'dispatch.schedule',
    label: t.dispatch.schedule,
    key: 'F8',
    enabled: mine,
    whyDisabled: t.review.takeFirst,
    run: () => schedule.run(undefined),
  };
  useActions([save]);
  const fields = {
    date: { id: `${id}-date`, label: t.dispatch.date },
    courier: { id: `${id}-courier`, label: t.dispatch.courier },
    ...Object.fromEntries(
      needing.map((product, index) => [
        `sims[${index}].iccid`,
        { id: `${id}-${product.n}`, label: t.dispatch.iccid(product.name) },
      ]),
    ),
  };
  return (
    <Card
      title={t.dispatch.title}
      footer={
        <>
          <Why action={save} />
          <span className={l.end} />
          <ActionButton action={save} variant="primary" why="beside" />
        </>
      }
    >
      <div className={l.stackWide}>
        {schedule.problem && (
          <ErrorSummary problem={schedule.problem} count={schedule.problemCount} fields={fields} />
        )}
        <Facts
          rows={[
            { label: t.fields.delivery_address, value: sale.customer.delivery_address },
            { label: t.fields.city, value: sale.customer.city },
          ]}
        />
        <div className={s.fields}>
          {needing.map((product) => (
            <TextField
              key={product.n}
              id={`${id}-${product.n}`}
              label={t.dispatch.iccid(product.name)}
              hint={t.dispatch.iccidHint}
              inputMode="numeric"
              idn
              value={serials[product.n] ?? ''}
              onChange={(event) => setSerials({ ...serials, [product.n]: event.target.value })}
            />
          ))}
          <TextField
            id={`${id}-date`}
            label={t.dispatch.date}
            type="date"
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
          <TextField
            id={`${id}-courier`}
            label={t.dispatch.courier}
            value={courier}
            onChange={(event) => setCourier(event.target.value)}
          />
        </div>
      </div>
    </Card>
  );
}

function Results({ sale, dispatch }: { sale: Sale; dispatch: Dispatch }) {
  const t = useTexts(officeTexts).dispatch;
  const id = useId();
  const update = useDispatchUpdate(sale);
  const [tracking, setTracking] = useState('');
  const [reason, setReason] = useState<ReturnReason>();
  const report = useCommand({
    run: (body: Schemas['DispatchResult'], { headers }) =>
      ok(
        api.POST('/sales/{id}/dispatch/result', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(dispatch.version) } },
          body,
        }),
      ),
    onDone: update,
    onProblem: update,
  });
  const isScheduled = dispatch.state === 'scheduled';
  const send: Action = {
    id: 'dispatch.send',
    label: t.sent,
    key: 'F8',
    enabled: isScheduled && tracking.trim() !== '',
    whyDisabled: t.writeTracking,
    run: () => report.run({ result: 'in_transit', tracking: tracking.trim() }),
  };
  const delivered: Action = {
    id: 'dispatch.delivered',
    label: t.delivered,
    key: 'F8',
    enabled: dispatch.state === 'dispatched',
    run: () => report.run({ result: 'delivered' }),
  };
  const returned: Action = {
    id: 'dispatch.returned',
    label: t.returned,
    key: 'Alt+9',
    enabled: dispatch.state === 'dispatched' && reason !== undefined,
    whyDisabled: t.chooseReturn,
    run: () => (reason ? report.run({ result: 'returned', reason }) : undefined),
  };
  useActions(isScheduled ? [send] : [delivered, returned]);
  return (
    <Card
      title={t.title}
      aside={<Status shape="run">{t.states[dispatch.state]}</Status>}
      footer={
        isScheduled ? (
          <>
            <Why action={send} />
            <span className={l.end} />
            <ActionButton action={send} variant="primary" why="beside" />
          </>
        ) : (
          <>
            <ActionButton action={returned} why="beside" />
            <Why action={returned} />
            <span className={l.end} />
            <ActionButton action={delivered} variant="primary" />
          </>
        )
      }
    >
      <div className={l.stackWide}>
        {report.problem && (
          <ErrorSummary
            problem={report.problem}
            count={report.problemCount}
            fields={{ tracking: { id: `${id}-tracking`, label: t.tracking } }}
          />
        )}
        <Facts
          rows={[
            { label: t.courier, value: dispatch.courier },
            { label: t.date, value: dispatch.date && formatCivilDay(dispatch.date) },
            { label: t.address, value: `${dispatch.address ?? ''}, ${dispatch.city ?? ''}` },
            { label: t.tracking, value: dispatch.tracking },
          ]}
        />
        {isScheduled ? (
          <TextField
            id={`${id}-tracking`}
            label={t.tracking}
            value={tracking}
            onChange={(event) => setTracking(event.target.value)}
          />
        ) : (
          <Choices
            legend={t.whyReturned}
            keys
            value={reason}
            onChange={setReason}
            options={returnReasons.map((value) => ({ value, label: t.returnReasons[value] }))}
          />
        )}
      </div>
    </Card>
  );
}
