/* Two voices over time from the server's peaks: agent upwards, customer downwards. What was not heard is pale; clauses,
   exceptions and the playhead are marked; a press seeks. Our own drawing: it follows the theme and needs no styles
   that the content policy would have to allow. */
import { memo, useMemo, type CSSProperties } from 'react';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { cx } from '#shared/ui/cx.ts';
import { StatusShape } from '#shared/ui/Status.tsx';
import { unheard, type Reading, type Span } from './listening.ts';
import type { Player } from './player.ts';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { usePlayerValue } from './usePlayer.ts';
import { isFatal, type Exception } from './verdict.ts';
import { BAR_WIDTH, BARS, barsOf, HALF_HEIGHT, pathOf, percentOf, ticksOf, type Peaks } from './wave.ts';

interface WaveProps {
  player: Player;
  peaks: Peaks;
  view: Span;
  reading: Reading;
  clauses: readonly Span[];
  current: number;
  heard: readonly Span[];
  exceptions: readonly Exception[];
  fatalClauses: readonly number[];
  levels: { readonly agent: string; readonly customer: string };
}

export function Wave({ player, view, peaks, levels, ...rest }: WaveProps) {
  const t = useTexts(qualityTexts).review;
  const seekTo = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    player.seek(Math.round(view.from_ms + share * (view.to_ms - view.from_ms)));
  };
  return (
    <div className={s.wave}>
      <div className={s.voices}>
        <span className={s.agentVoice}>
          {t.agentVoice} <small>{levels.agent}</small>
        </span>
        <span className={s.customerVoice}>
          {t.customerVoice} <small>{levels.customer}</small>
        </span>
      </div>
      <div
        className={s.strip}
        role="img"
        aria-label={t.wave(formatClock((view.to_ms - view.from_ms) / 1000), rest.clauses.length)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
      >
        <Marked view={view} {...rest} />
        <Bars peaks={peaks} view={view} />
        <Pale view={view} heard={rest.heard} />
        <Faults view={view} exceptions={rest.exceptions} fatalClauses={rest.fatalClauses} />
        <Playhead player={player} view={view} />
        {ticksOf(view).map((at_ms) => (
          <span key={at_ms} className={s.tick} style={at(at_ms, view)}>
            {formatClock(at_ms / 1000)}
          </span>
        ))}
      </div>
    </div>
  );
}

function at(at_ms: number, view: Span): CSSProperties {
  return { left: `${percentOf(at_ms, view)}%` };
}

function over(span: Span, view: Span): CSSProperties {
  const from = percentOf(span.from_ms, view);
  return { left: `${from}%`, width: `${percentOf(span.to_ms, view) - from}%` };
}

const Bars = memo(function Bars({ peaks, view }: { peaks: Peaks; view: Span }) {
  const [agent, customer] = useMemo(
    () => [
      pathOf(barsOf(peaks.agent, peaks.step_ms, view), -1),
      pathOf(barsOf(peaks.customer, peaks.step_ms, view), 1),
    ],
    [peaks, view],
  );
  return (
    <svg
      className={s.bars}
      viewBox={`0 0 ${BARS * BAR_WIDTH} ${2 * HALF_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className={s.agentBars} d={agent} />
      <path className={s.customerBars} d={customer} />
    </svg>
  );
});

/* Clause numbers with their lines; the one at the playhead lies on a tint. */
function Marked({
  view,
  reading,
  clauses,
  current,
}: Pick<WaveProps, 'view' | 'reading' | 'clauses' | 'current'>) {
  const chosen = clauses[current];
  return (
    <>
      {chosen && <span className={s.chosen} style={over(chosen, view)} />}
      {clauses.map((clause, index) => (
        <span key={index} className={s.clauseMark} style={at(clause.from_ms, view)}>
          {`${index + 1}${reading.clauses[index]?.kind === 'question' ? ' ?' : ''}`}
        </span>
      ))}
    </>
  );
}

function Pale({ view, heard }: { view: Span; heard: readonly Span[] }) {
  return unheard(heard, view).map((gap) => (
    <span key={gap.from_ms} className={s.pale} style={over(gap, view)} />
  ));
}

function Faults({ view, exceptions, fatalClauses }: Pick<WaveProps, 'view' | 'exceptions' | 'fatalClauses'>) {
  return exceptions.map((exception) => {
    const fatal = isFatal(exception, fatalClauses);
    return (
      <span
        key={`${exception.clause} ${exception.kind}`}
        className={cx(s.fault, fatal ? s.fatal : s.minor)}
        style={at(exception.at_ms, view)}
      >
        <StatusShape shape={fatal ? 'bad' : 'warn'} />
      </span>
    );
  });
}

function Playhead({ player, view }: { player: Player; view: Span }) {
  const at_ms = usePlayerValue(player, (now) => now.at_ms);
  return <span className={s.playhead} style={at(at_ms, view)} />;
}
