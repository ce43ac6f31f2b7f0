/* Before a take and between takes: what was approved or went wrong, the words for it, and F9. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Reading, type Sale } from './desk.ts';
import { NotRecorded } from './NotRecorded.tsx';
import { productFacts } from './productFacts.ts';
import { agentTexts } from './texts.ts';
import { useDispose } from './useDispose.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

interface ReadingStartProps {
  call: Call;
  sale: Sale;
  reading: Reading | undefined;
  blocked: boolean;
  dispose: Action;
}

export function ReadingStart({ call, sale, reading, blocked, dispose }: ReadingStartProps) {
  const t = useTexts(agentTexts).reading;
  const { put, refresh } = useDeskUpdate();
  const end = useDispose(call);
  const begin = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/readings', { params: { path: { id: sale.id }, header: headers } })),
    onDone: (next) => put({ reading: next }),
    onProblem: refresh,
  });
  const ended =
    reading && reading.state !== 'open' && reading.state !== 'accepted' ? reading.state : undefined;
  const left = reading ? reading.takes_max - reading.take : undefined;
  const isSpent = left !== undefined && left <= 0;
  const start: Action = {
    id: 'reading.start',
    label: ended ? t.startAgain : t.start,
    key: 'F9',
    enabled: !blocked && !isSpent,
    whyDisabled: isSpent ? t.spent : t.notRecorded,
    run: () => begin.run(undefined),
  };
  const refuse: Action = {
    id: 'reading.refused',
    label: t.refused,
    key: 'Alt+3',
    run: () => end.run({ code: 'contract_not_accepted' }),
  };
  const mayRefuse = ended === 'void' || ended === 'unaccepted';
  const actions = mayRefuse ? [start, refuse] : [start];
  useActions(actions);
  const problem = begin.problem ?? end.problem;
  return (
    <WorkPane
      label={t.title}
      question={ended ? t.after[ended].question : t.whatNext}
      note={left !== undefined && <span className={l.meta}>{isSpent ? t.spent : t.takesLeft(left)}</span>}
      acts={<Acts actions={actions} dispose={dispose} />}
    >
      <h2>{t.titleOf(sale.contract_number ?? reading?.contract_number)}</h2>
      <Fault sale={sale} />
      {blocked && <NotRecorded />}
      {problem && <ErrorSummary problem={problem} count={begin.problemCount + end.problemCount} />}
      {reading && ended ? (
        <div className={l.stack}>
          <h1>{t.after[ended].title(reading.take, reading.next_clause + 1)}</h1>
          <p className={l.soft}>{t.after[ended].why}</p>
        </div>
      ) : (
        <Approved sale={sale} />
      )}
      {ended === 'interrupted' && <Explain sale={sale} />}
      <Say label={t.say}>{ended ? t.after[ended].say : t.sayStart}</Say>
      {mayRefuse && <p className={l.meta}>{t.orEnd}</p>}
    </WorkPane>
  );
}

/* Why the contract is read again. */
function Fault({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).reading;
  const fault = sale.task?.fault;
  if (!fault) return null;
  return (
    <Banner tone="warn" title={t.again}>
      {fault.kind && fault.clause !== undefined
        ? t.fault(fault.clause + 1, t.faults[fault.kind], formatClock((fault.at_ms ?? 0) / 1000))
        : t.noSound}
      {fault.note && ` ${fault.note}`}
    </Banner>
  );
}

function Approved({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).reading;
  const { language } = usePreferences();
  const number = sale.identity?.approval_number;
  if (!number) return null;
  const until = sale.identity?.usable_until;
  return (
    <>
      <h1>{t.approved}</h1>
      <div className={s.booked}>
        <div className={l.stack}>
          <h2 className={l.meta}>{t.approvalNumber}</h2>
          <p className={`${s.number} ${l.idn}`}>{number}</p>
          <Status shape="ok">{t.approvalSaved}</Status>
        </div>
        <Facts
          rows={[
            ...(until === undefined ? [] : [{ label: t.usable, value: formatMoment(until, language) }]),
            ...productFacts(sale, t.service),
          ]}
        />
      </div>
    </>
  );
}

/* For answering the customer's question: what was accepted. */
function Explain({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).reading;
  return (
    <section className={l.stack} aria-label={t.explain}>
      <h2>{t.explain}</h2>
      <Facts rows={productFacts(sale, t.service)} />
    </section>
  );
}
