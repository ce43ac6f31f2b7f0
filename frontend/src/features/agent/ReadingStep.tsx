/* The contract, read literally: one clause large, the one before faint. Each mark carries the recorder's own position;
   nothing is read while nothing is recorded. */
import { useEffect, useRef } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { useSoftphone } from '#shared/softphone/useSoftphone.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Stepper, type Step } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Reading, type Sale, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

type MarkNew = Schemas['MarkNew'];
const ASKED_MAX = 3;

interface ReadingStepProps {
  sale: Sale;
  reading: Reading | undefined;
  dispose: Action;
}

export function ReadingStep({ sale, reading, dispose }: ReadingStepProps) {
  const t = useTexts(agentTexts).reading;
  const { recording, holder } = useSoftphone();
  const blocked = !holder || recording.kind === 'off' || recording.kind === 'confirming';
  return (
    <div className={l.stackWide}>
      <h1>{t.title}</h1>
      <Fault sale={sale} />
      {blocked && (
        <Banner tone="bad" live="alert" title={t.notRecorded}>
          {t.notRecordedWhy}
        </Banner>
      )}
      {reading?.state === 'open' ? (
        <OpenTake key={reading.id} reading={reading} blocked={blocked} dispose={dispose} />
      ) : (
        <NextTake sale={sale} reading={reading} blocked={blocked} dispose={dispose} />
      )}
    </div>
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
        ? t.fault(fault.clause + 1, t.faults[fault.kind], Math.round((fault.at_ms ?? 0) / 1000))
        : t.noSound}
      {fault.note && ` ${fault.note}`}
    </Banner>
  );
}

function NextTake({ sale, reading, blocked, dispose }: ReadingStepProps & { blocked: boolean }) {
  const t = useTexts(agentTexts).reading;
  const { put, refresh } = useDeskUpdate();
  const begin = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/readings', { params: { path: { id: sale.id }, header: headers } })),
    onDone: (next) => put({ reading: next }),
    onProblem: refresh,
  });
  const start: Action = {
    id: 'reading.start',
    label: reading ? t.startAgain : t.start,
    key: 'F9',
    enabled: !blocked,
    whyDisabled: t.notRecorded,
    run: () => begin.run(undefined),
  };
  useActions([start]);
  return (
    <>
      {begin.problem && <ErrorSummary problem={begin.problem} count={begin.problemCount} />}
      {reading && reading.state !== 'accepted' && (
        <Banner tone={reading.state === 'interrupted' ? 'plain' : 'warn'}>{t.ended[reading.state]}</Banner>
      )}
      <p>{t.before}</p>
      <div className={s.acts}>
        <ActionButton action={start} variant="primary" split why="beside" />
        <ActionButton action={dispose} split />
      </div>
    </>
  );
}

function OpenTake({ reading, blocked, dispose }: { reading: Reading; blocked: boolean; dispose: Action }) {
  const t = useTexts(agentTexts).reading;
  const { put, refresh } = useDeskUpdate();
  const at = reading.next_clause;
  const clause = reading.clauses[at];
  const mark = useCommand({
    run: (body: Omit<MarkNew, 'session' | 'position_ms'>, { headers }) => {
      const position = softphone.position() ?? { session: 1, position_ms: 0 };
      return ok(
        api.POST('/readings/{id}/marks', {
          params: { path: { id: reading.id }, header: headers },
          body: { ...body, ...position },
        }),
      );
    },
    onDone: (next) => put({ reading: next }),
    onProblem: refresh,
  });
  const stop = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/readings/{id}/stop', {
          params: { path: { id: reading.id }, header: headers },
          body: { reason: 'question' },
        }),
      ),
    onDone: (next) => put({ reading: next }),
  });
  useClauseBegins(reading, blocked, (body) => mark.run(body));
  const isQuestion = clause?.kind === 'question';
  const free = !blocked && !mark.pending && clause !== undefined;
  const left = ASKED_MAX - (clause?.asked ?? 0) - 1;
  const answer = (value: 'yes' | 'unclear' | 'no') => () =>
    mark.run({ clause: at, kind: 'answer', answer: value });
  const next: Action = {
    id: 'reading.next',
    label: t.next,
    key: 'F8',
    enabled: free && !isQuestion,
    run: () => mark.run({ clause: at, kind: 'end' }),
  };
  const yes: Action = {
    id: 'reading.yes',
    label: t.yes,
    key: 'Alt+1',
    enabled: free && isQuestion,
    run: answer('yes'),
  };
  const unclear: Action = {
    id: 'reading.unclear',
    label: left > 0 ? t.unclear(left) : t.unclearLast,
    key: 'Alt+2',
    enabled: free && isQuestion,
    run: answer('unclear'),
  };
  const no: Action = {
    id: 'reading.no',
    label: t.no,
    key: 'Alt+3',
    enabled: free && isQuestion,
    run: answer('no'),
  };
  const explain: Action = {
    id: 'reading.stop',
    label: t.stop,
    key: 'F7',
    enabled: !stop.pending,
    run: () => stop.run(undefined),
  };
  useActions([next, yes, unclear, no, explain]);
  const before = at > 0 ? reading.clauses[at - 1] : undefined;
  const problem = mark.problem ?? stop.problem;
  return (
    <>
      {problem && <ErrorSummary problem={problem} count={mark.problemCount + stop.problemCount} />}
      <Clauses reading={reading} />
      {before && <p className={s.faint}>{before.text}</p>}
      {clause && (
        <article className={s.clause} aria-live="off">
          <h2>{t.clause(at + 1, reading.clauses.length, clause.title)}</h2>
          <p>{clause.text}</p>
        </article>
      )}
      {isQuestion ? (
        <>
          <p className={l.meta}>
            {t.accepts((clause.accepts ?? []).join(', '), (clause.never ?? []).join(', '))}
          </p>
          <div className={s.acts}>
            <ActionButton action={yes} variant="primary" split />
            <ActionButton action={unclear} split />
            <ActionButton action={no} split />
          </div>
        </>
      ) : (
        <div className={s.acts}>
          <ActionButton action={next} variant="primary" split />
        </div>
      )}
      <div className={s.acts}>
        <ActionButton action={explain} split />
        <ActionButton action={dispose} split />
      </div>
      <p className={l.meta}>{t.take(reading.take, reading.takes_max)}</p>
    </>
  );
}

/* A clause that comes into view begins to be read: marked once for each time it is asked. */
function useClauseBegins(
  reading: Reading,
  blocked: boolean,
  mark: (body: { clause: number; kind: 'start' }) => Promise<unknown>,
) {
  const begun = useRef<string>(undefined);
  const at = reading.next_clause;
  const asked = reading.clauses[at]?.asked;
  useEffect(() => {
    const key = `${at}:${asked}`;
    if (blocked || asked === undefined || begun.current === key) return;
    begun.current = key;
    void mark({ clause: at, kind: 'start' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `mark` is new at each drawing; the clause decides
  }, [at, asked, blocked]);
}

function Clauses({ reading }: { reading: Reading }) {
  const t = useTexts(agentTexts).reading;
  const steps: Step[] = reading.clauses.map((clause, index) => ({
    id: `${index}`,
    label: clause.title,
    state: index < reading.next_clause ? 'done' : index === reading.next_clause ? 'current' : 'todo',
    note: clause.asked > 1 ? t.asked(clause.asked) : undefined,
  }));
  return <Stepper steps={steps} label={t.clauses} />;
}
