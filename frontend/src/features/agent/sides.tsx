/* What stands beside the work: who it is at the left, how far it is at the right. */
import { Link } from '@tanstack/react-router';
import { formatCivilDay, formatDocument, formatPhone, formatSpan } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { PhoneLevel } from '#shared/softphone/PhoneBar.tsx';
import { useNow } from '#shared/useNow.ts';
import { Button } from '#shared/ui/Button.tsx';
import { cx } from '#shared/ui/cx.ts';
import { Facts, type FactRow } from '#shared/ui/Facts.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Status, StatusShape, type Shape } from '#shared/ui/Status.tsx';
import { Pips, Stepper, type Step } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { ATTEMPTS, failedOf } from './Attempts.tsx';
import { answerOf } from './clauses.ts';
import { useTasks, type Call, type Desk, type Reading } from './desk.ts';
import { currentOffer, rebuttalsMade, REBUTTALS_LEAST, rebuttalsMissing, roundOf, stepOf } from './ladder.ts';
import { productFacts } from './productFacts.ts';
import type { ShownStep } from './steps.ts';
import { agentTexts } from './texts.ts';

const pane = (place: string | undefined) => cx(l.pane, l.more, place);

/* ---- left ---- */

export function CustomerPane({ desk, call, onOptOut }: { desk: Desk; call: Call; onOptOut: () => void }) {
  const t = useTexts(agentTexts).customer;
  const { sale } = desk;
  const customer = sale?.customer;
  const isApplicant = customer?.full_name !== undefined;
  const lead: FactRow[] = [
    { label: t.document, value: t.later },
    { label: t.city, value: call.city ?? t.unknown },
    { label: t.campaign, value: call.campaign_name ?? t.unknown },
  ];
  const applicant: FactRow[] = [
    {
      label: t.document,
      value: customer?.document_number
        ? formatDocument(customer.document_type ?? 'cc', customer.document_number)
        : t.later,
    },
    { label: t.issued, value: customer?.issue_date ? formatCivilDay(customer.issue_date) : t.unknown },
    { label: t.place, value: customer?.place_of_issue ?? t.unknown },
    { label: t.birthplace, value: customer?.birthplace ?? t.unknown },
    { label: t.phone, value: formatPhone(customer?.phone ?? call.phone ?? '') },
  ];
  return (
    <aside className={pane(s.left)} aria-label={t.title} tabIndex={0}>
      <div className={s.side}>
        <section className={l.stack}>
          <h2>{isApplicant ? t.applicant : t.title}</h2>
          <Facts rows={isApplicant ? applicant : lead} />
        </section>
        {sale && sale.products.length > 0 && (
          <section className={l.stack}>
            <h2>{t.accepted}</h2>
            <Facts rows={productFacts(sale, t.plan)} />
          </section>
        )}
        {call.note && (
          <section className={l.stack}>
            <h2>{t.note}</h2>
            <p className={l.soft}>{call.note}</p>
          </section>
        )}
        {call.opted_out_at === undefined ? (
          <Button block onClick={onOptOut}>
            {t.optOut}
          </Button>
        ) : (
          <Status shape="ok">{t.optedOut}</Status>
        )}
      </div>
    </aside>
  );
}

export function ClausesPane({ reading }: { reading: Reading }) {
  const t = useTexts(agentTexts).reading;
  const isOpen = reading.state === 'open';
  const at = reading.next_clause;
  const shapeOf = (n: number): Shape => (n < at ? 'ok' : n > at ? 'wait' : isOpen ? 'run' : 'off');
  return (
    <nav className={pane(s.left)} aria-label={t.clauses} tabIndex={0}>
      <header>
        <h2>{t.clauses}</h2>
        <span className={cx(l.meta, l.end)}>
          {isOpen
            ? t.clauseOf(Math.min(at + 1, reading.clauses.length), reading.clauses.length)
            : t.takeState(reading.take, t.states[reading.state])}
        </span>
      </header>
      <ol className={s.clauses}>
        {reading.clauses.map((clause, n) => {
          const answer = n < at ? answerOf(reading, n) : undefined;
          return (
            <li
              key={`${n}-${clause.title}`}
              className={n < at ? s.done : undefined}
              aria-current={isOpen && n === at ? 'step' : undefined}
            >
              <StatusShape shape={shapeOf(n)} />
              <span className={l.clip}>{`${n + 1} ${clause.title}`}</span>
              <span>
                {answer ? t.said[answer] : n >= at && clause.kind === 'question' ? t.isQuestion : ''}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/* ---- right ---- */

const order = ['greeting', 'offer', 'identity', 'reading', 'form', 'disposition'] as const;

function placeOf(step: ShownStep): number {
  if (step === 'sent') return order.indexOf('disposition');
  if (step === 'line') return order.indexOf('offer');
  return order.indexOf(step === 'connecting' ? 'greeting' : step);
}

export function ProgressPane({ desk, call, step }: { desk: Desk; call: Call; step: ShownStep }) {
  const t = useTexts(agentTexts).call;
  const at = placeOf(step);
  /* Ended before its end: what was reached is done, the rest stays open. */
  const reached = step === 'disposition' ? placeOf(desk.sale?.step ?? 'offer') : at;
  const round = roundOf(call);
  const failed = failedOf(desk.attempt);
  const notes: Partial<Record<(typeof order)[number], string>> = {
    offer: currentOffer(call)
      ? t.of(stepOf(round), Math.max(call.ladder_length ?? 0, round.length))
      : step === 'line'
        ? t.accepted
        : '',
    identity: t.of(Math.min(failed + 1, ATTEMPTS), ATTEMPTS),
  };
  const keys = { reading: 'F9', disposition: 'F10' } as const;
  const steps: Step[] = order.map((id, n) => ({
    id,
    label: t.steps[id],
    state: n === at ? 'current' : n < reached ? 'done' : 'todo',
    ...(n === at && notes[id] && { note: notes[id] }),
    ...(id in keys && n >= at && { shortcut: keys[id as keyof typeof keys] }),
  }));
  return (
    <aside className={pane(s.right)} aria-label={t.progressOf} tabIndex={0}>
      <div className={s.side}>
        <section className={l.stack}>
          <h2>{t.progress}</h2>
          <Stepper steps={steps} vertical label={t.progress} />
        </section>
        {step === 'identity' ? (
          <section className={l.stack}>
            <h2>{t.failedAttempts}</h2>
            <div className={cx(l.row, l.between)}>
              <Pips done={failed} of={ATTEMPTS} />
              <b>{failed === 0 ? t.noneFailed : t.of(failed, ATTEMPTS)}</b>
            </div>
            <Hint>{t.thirdCloses}</Hint>
          </section>
        ) : step === 'form' ? (
          <ToSend desk={desk} />
        ) : (
          (at === order.indexOf('offer') || !desk.sale) && <Rebuttals call={call} />
        )}
        <Pending except={desk.sale?.id} />
      </div>
    </aside>
  );
}

export function Rebuttals({ call }: { call: Call }) {
  const t = useTexts(agentTexts).call;
  const missing = rebuttalsMissing(call);
  return (
    <section className={l.stack}>
      <h2>{t.rebuttals}</h2>
      <div className={cx(l.row, l.between)}>
        <Pips done={Math.min(rebuttalsMade(call), REBUTTALS_LEAST)} of={REBUTTALS_LEAST} />
        <b>{t.rebuttalsMade(rebuttalsMade(call), REBUTTALS_LEAST)}</b>
      </div>
      {missing > 0 && <Hint>{t.rebuttalsMissing(missing)}</Hint>}
    </section>
  );
}

function ToSend({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).call;
  const other = desk.sale?.other_operator?.kind;
  const needs: { shape: Shape; text: string }[] = [
    { shape: desk.sale?.identity?.approval_number ? 'ok' : 'wait', text: t.needs.identity },
    { shape: desk.sale?.reading_id ? 'ok' : 'wait', text: t.needs.reading },
    {
      shape: other && other !== 'pending' ? 'ok' : 'wait',
      text: other === 'pending' ? t.needs.pending : t.needs.other,
    },
  ];
  return (
    <section className={l.stack}>
      <h2>{t.toSend}</h2>
      <ul className={s.need}>
        {needs.map(({ shape, text }) => (
          <li key={text} className={shape === 'ok' ? s.done : undefined}>
            <Status shape={shape} plain>
              {text}
            </Status>
          </li>
        ))}
      </ul>
    </section>
  );
}

/* What back office or quality ask for, as a quiet card: it waits until the call is over. */
function Pending({ except }: { except: string | undefined }) {
  const t = useTexts(agentTexts).call;
  const words = useTexts(agentTexts).task;
  const now_ms = useNow(60_000);
  const tasks = (useTasks().data?.items ?? []).filter(({ sale_id }) => sale_id !== except);
  const [first] = tasks;
  if (!first) return null;
  const fields = first.fields?.map(({ name }) => words.fields[name].toLowerCase()).join(', ');
  return (
    <section className={l.stack}>
      <h2>{t.pending}</h2>
      <div className={s.pending} role="status">
        <b>{t.asks[first.kind]}</b>
        <span className={l.soft}>
          {t.pendingOf(
            first.sale_number ?? '',
            fields,
            first.sale_expires_at && formatSpan(Math.max(0, first.sale_expires_at - now_ms)),
          )}
        </span>
        {tasks.length > 1 && <span className={l.meta}>{t.more(tasks.length - 1)}</span>}
        <Link to="/jornada">{t.afterwards}</Link>
      </div>
    </section>
  );
}

/* While the contract is read, the recording is what counts. */
export function TakesPane({ reading }: { reading: Reading }) {
  const t = useTexts(agentTexts).reading;
  return (
    <aside className={pane(s.right)} aria-label={t.levels} tabIndex={0}>
      <div className={s.side}>
        <section className={l.stack}>
          <h2>{t.levels}</h2>
          <div className={s.bigLevels}>
            <PhoneLevel voice="agent" />
            <PhoneLevel voice="customer" />
          </div>
          <Hint>{t.levelsHint}</Hint>
        </section>
        <section className={l.stack}>
          <h2>{t.takes}</h2>
          <div className={cx(l.row, l.between)}>
            <Status shape={takeShapes[reading.state]}>
              {t.takeState(reading.take, t.states[reading.state])}
            </Status>
            <span className={l.soft}>{t.takesOf(reading.takes_max)}</span>
          </div>
          <Hint>{reading.state === 'open' ? t.stopHint : t.noSaleHint}</Hint>
        </section>
      </div>
    </aside>
  );
}

const takeShapes: Readonly<Record<Reading['state'], Shape>> = {
  open: 'run',
  accepted: 'ok',
  void: 'bad',
  interrupted: 'off',
  unaccepted: 'bad',
};
