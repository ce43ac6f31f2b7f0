import { formatClock } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useNow } from '../useNow.ts';
import s from './CallTimer.module.css';
import { cx } from './cx.ts';
import { uiTexts } from './texts.ts';
import { GOAL_S, timerFace } from './timer.ts';

interface CallTimerProps {
  startedAt_ms: number; /* the server's */
  endedAt_ms?: number; /* stands still from here */
  quiet?: boolean; /* identity and reading */
}

export function CallTimer({ startedAt_ms, endedAt_ms, quiet = false }: CallTimerProps) {
  const t = useTexts(uiTexts).timer;
  const now_ms = useNow();
  const face = timerFace(startedAt_ms, endedAt_ms ?? now_ms, quiet);
  const goal = formatClock(GOAL_S);
  const words =
    face.over_s > 0 && !quiet
      ? t.over(formatClock(face.over_s), goal)
      : face.tone === 'warn'
        ? t.warn(formatClock(face.left_s), goal)
        : t.left(formatClock(face.left_s), goal);
  return (
    <div className={cx(s.timer, face.tone !== 'neutral' && s[face.tone])} role="group" aria-label={t.group}>
      <output aria-label={t.spoken(Math.floor(face.used_s / 60), face.used_s % 60)} aria-live="off">
        {formatClock(face.used_s)}
      </output>
      <span className={s.goal}>{words}</span>
      <div className={s.track}>
        <progress
          max={GOAL_S}
          value={Math.min(face.used_s, GOAL_S)}
          aria-label={t.progress(face.used_s, GOAL_S)}
        />
      </div>
    </div>
  );
}
