/* One reading: hear it, mark what is wrong, decide. Hearing is passing; only faults are keyed. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useDraft } from '#shared/drafts/useDraft.ts';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import { Status } from '#shared/ui/Status.tsx';
import {
  answerOf,
  clauseAt,
  clauseTimes,
  merge,
  unheard,
  type Exception,
  type ExceptionKind,
  type Reading,
  type Recording,
  type Review,
  type Span,
} from './listening.ts';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { usePlayer } from './usePlayer.ts';
import { Wave } from './Wave.tsx';

export default function ReviewScreen() {
  const t = useTexts(qualityTexts).review;
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const review = useQuery({
    queryKey: ['review', id],
    queryFn: () => ok(api.GET('/reviews/{id}', { params: { path: { id } } })),
  });
  const readingId = review.data?.reading_id;
  const reading = useQuery({
    queryKey: ['reading', readingId],
    enabled: readingId !== undefined,
    queryFn: () => ok(api.GET('/readings/{id}', { params: { path: { id: readingId ?? '' } } })),
  });
  const recordingId = review.data?.recording_id;
  const recording = useQuery({
    queryKey: ['recording', recordingId],
    enabled: recordingId !== undefined,
    queryFn: () => ok(api.GET('/recordings/{id}', { params: { path: { id: recordingId ?? '' } } })),
  });
  if (review.data && reading.data && recording.data)
    return <ReviewDesk key={id} review={review.data} reading={reading.data} recording={recording.data} />;
  const error = review.error ?? reading.error ?? recording.error;
  return error ? (
    <Failed title={t.failed} problem={asProblem(error)} onRetry={() => void review.refetch()} />
  ) : (
    <Skeleton lines={12} />
  );
}

interface ReviewDeskProps {
  review: Review;
  reading: Reading;
  recording: Recording;
}

interface Marks {
  readonly heard: readonly Span[];
  readonly exceptions: readonly Exception[];
}

function ReviewDesk({ review, reading, recording }: ReviewDeskProps) {
  const t = useTexts(qualityTexts).review;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [marks, setMarks] = useState<Marks>({ heard: review.heard, exceptions: review.exceptions });
  const draft = useDraft<Marks>({
    version: review.version,
    save: ({ heard, exceptions }, { version }) =>
      ok(
        api.PUT('/reviews/{id}', {
          params: { path: { id: review.id }, header: ifMatch(version) },
          body: {
            heard: [...heard],
            exceptions: exceptions.map(({ clause, kind, at_ms, note }) => ({
              clause,
              kind,
              at_ms,
              ...(note ? { note } : {}),
            })),
          },
        }),
      ),
  });
  const change = (next: Marks) => {
    setMarks(next);
    draft.change(next);
  };
  const player = usePlayer(recording.id, (span) =>
    change({ ...marks, heard: merge([...marks.heard, span]) }),
  );
  const times = clauseTimes(reading, recording);
  const clause = clauseAt(times, player.at_ms);
  const span: Span = {
    from_ms: review.span?.from_ms ?? 0,
    to_ms: review.span?.to_ms ?? recording.duration_ms ?? 0,
  };
  const gaps = unheard(marks.heard, span);
  const isOpen = review.state === 'hearing';
  const leave = () => {
    void client.invalidateQueries({ queryKey: ['reviews'] });
    void navigate({ to: '/calidad' });
  };
  const decide = useCommand({
    run: async (verdict: 'passed' | 'faulty', { headers }) => {
      await draft.flush();
      return ok(
        api.POST('/reviews/{id}/verdict', {
          params: { path: { id: review.id }, header: { ...headers, ...ifMatch(draft.version()) } },
          body: { verdict },
        }),
      );
    },
    onDone: leave,
  });
  const release = useCommand({
    run: () => ok(api.DELETE('/reviews/{id}', { params: { path: { id: review.id } } })),
    onDone: leave,
  });
  const mark = (kind: ExceptionKind) => {
    const there = marks.exceptions.some((e) => e.clause === clause && e.kind === kind);
    const exceptions = there
      ? marks.exceptions.filter((e) => e.clause !== clause || e.kind !== kind)
      : [...marks.exceptions, { clause, kind, at_ms: player.at_ms }];
    change({ ...marks, exceptions });
  };
  const go = (step: 1 | -1) => {
    const at = times.findIndex((time) => time.clause === clause);
    const to = times[at + step];
    if (to) player.seek(to.from_ms);
  };
  const pass: Action = {
    id: 'review.pass',
    label: t.pass,
    key: 'F8',
    enabled: isOpen && gaps.length === 0 && marks.exceptions.length === 0,
    whyDisabled:
      marks.exceptions.length > 0
        ? t.marked
        : t.notHeard(
            formatClock(Math.ceil(gaps.reduce((sum, gap) => sum + gap.to_ms - gap.from_ms, 0) / 1000)),
          ),
    run: () => decide.run('passed'),
  };
  const fail: Action = {
    id: 'review.fail',
    label: t.fail,
    key: 'F9',
    enabled: isOpen && marks.exceptions.length > 0,
    whyDisabled: t.markFirst,
    run: () => decide.run('faulty'),
  };
  const back: Action = {
    id: 'review.back',
    label: t.giveBack,
    key: 'F7',
    enabled: isOpen,
    run: () => release.run(),
  };
  const text = reading.clauses[clause];
  const isQuestion = text?.kind === 'question';
  useActions([
    pass,
    fail,
    back,
    { id: 'play', label: t.play, key: 'Space', enabled: player.ready, run: player.toggle },
    { id: 'back5', label: t.seconds(-5), key: 'ArrowLeft', repeats: true, run: () => player.by(-5000) },
    { id: 'on5', label: t.seconds(5), key: 'ArrowRight', repeats: true, run: () => player.by(5000) },
    {
      id: 'back30',
      label: t.seconds(-30),
      key: 'Shift+ArrowLeft',
      repeats: true,
      run: () => player.by(-30_000),
    },
    {
      id: 'on30',
      label: t.seconds(30),
      key: 'Shift+ArrowRight',
      repeats: true,
      run: () => player.by(30_000),
    },
    { id: 'before', label: t.clauseBefore, key: 'ArrowUp', run: () => go(-1) },
    { id: 'after', label: t.clauseAfter, key: 'ArrowDown', run: () => go(1) },
    { id: 'faster', label: t.faster, key: 'Alt+ArrowUp', run: () => player.faster(1) },
    { id: 'slower', label: t.slower, key: 'Alt+ArrowDown', run: () => player.faster(-1) },
  ]);
  const problem = decide.problem ?? release.problem;
  return (
    <div className={l.panes} style={{ '--panes': 'minmax(0, 1fr) 320px' } as React.CSSProperties}>
      <section className={`${l.pane} ${l.more}`} aria-label={t.listen} tabIndex={0}>
        <div className={s.work}>
          <div className={l.row}>
            <h1>{t.title(review.sale_number ?? '', reading.take)}</h1>
            <span className={l.meta}>
              {formatClock(player.at_ms / 1000)} / {formatClock((recording.duration_ms ?? 0) / 1000)} ·{' '}
              {player.speed}×
            </span>
            <span className={l.end}>
              <ActionButton action={back} />
            </span>
          </div>
          {problem && <ErrorSummary problem={problem} count={decide.problemCount + release.problemCount} />}
          {recording.state === 'failed' && <Banner tone="bad">{t.noSound}</Banner>}
          {recording.peaks && (
            <Wave
              label={t.wave}
              peaks={recording.peaks}
              duration_ms={recording.duration_ms ?? 0}
              at_ms={player.at_ms}
              heard={marks.heard}
              clauses={times}
              onSeek={player.seek}
            />
          )}
          <div className={l.row}>
            <Button
              icon={player.playing ? 'pause' : 'play'}
              shortcut="Space"
              onClick={player.toggle}
              disabled={!player.ready}
            >
              {player.playing ? t.pause : t.play}
            </Button>
            {recording.levels && (
              <span className={l.meta}>
                {t.levels(
                  Math.round(recording.levels.agent_dbfs ?? 0),
                  Math.round(recording.levels.customer_dbfs ?? 0),
                )}
              </span>
            )}
            <SavedMark status={draft.status} />
          </div>
          <article className={s.clause}>
            <h2>{t.clause(clause + 1, reading.clauses.length, text?.title ?? '')}</h2>
            <p>{text?.text}</p>
            {isQuestion && (
              <p className={l.meta}>{t.answered(answerWord(answerOf(reading, clause), t.answers))}</p>
            )}
          </article>
          <Exceptions
            exceptions={marks.exceptions.filter((e) => e.clause === clause)}
            isQuestion={isQuestion}
            disabled={!isOpen}
            onMark={mark}
          />
          <div className={l.row}>
            <ActionButton action={pass} variant="primary" why="beside" />
            <ActionButton action={fail} variant="danger" why="beside" />
          </div>
          <Why action={pass} />
        </div>
      </section>
      <ClauseList
        reading={reading}
        at={clause}
        exceptions={marks.exceptions}
        onGo={(index) => {
          const time = times.find((entry) => entry.clause === index);
          if (time) player.seek(time.from_ms);
        }}
      />
    </div>
  );
}

function answerWord(answer: string | undefined, words: Record<string, string>): string {
  return words[answer ?? 'none'] ?? '';
}

const kinds = ['not_literal', 'not_clear', 'no_explicit_yes'] as const;

interface ExceptionsProps {
  exceptions: readonly Exception[];
  isQuestion: boolean;
  disabled: boolean;
  onMark: (kind: ExceptionKind) => void;
}

function Exceptions({ exceptions, isQuestion, disabled, onMark }: ExceptionsProps) {
  const t = useTexts(qualityTexts).review;
  const actions: Action[] = kinds.map((kind, index) => ({
    id: `exception.${kind}`,
    label: t.kinds[kind],
    key: `Alt+${index + 1}` as 'Alt+1',
    enabled: !disabled && (kind !== 'no_explicit_yes' || isQuestion),
    run: () => onMark(kind),
  }));
  useActions(actions);
  return (
    <div className={l.row} role="group" aria-label={t.exceptions}>
      {actions.map((action, index) => (
        <ActionButton
          key={action.id}
          action={action}
          icon="flag"
          pressed={exceptions.some((exception) => exception.kind === kinds[index])}
        />
      ))}
    </div>
  );
}

interface ClauseListProps {
  reading: Reading;
  at: number;
  exceptions: readonly Exception[];
  onGo: (clause: number) => void;
}

function ClauseList({ reading, at, exceptions, onGo }: ClauseListProps) {
  const t = useTexts(qualityTexts).review;
  return (
    <aside className={`${l.pane} ${l.more}`} aria-label={t.clauses} tabIndex={0}>
      <ol className={s.clauses}>
        {reading.clauses.map((clause, index) => {
          const marked = exceptions.filter((exception) => exception.clause === index);
          return (
            <li key={index} aria-current={index === at ? 'step' : undefined}>
              <Button block split variant="quiet" onClick={() => onGo(index)}>
                <span>{`${index + 1} · ${clause.title}`}</span>
                {marked.length > 0 && (
                  <Status shape="bad">{t.kinds[marked[0]?.kind ?? 'not_literal']}</Status>
                )}
              </Button>
            </li>
          );
        })}
      </ol>
    </aside>
  );
}
