/* The person's attempts, where the offers stood: counted by document, never by call. */
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import { RungList } from '#shared/ui/OfferLadder.tsx';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import type { Attempt } from './desk.ts';
import { agentTexts } from './texts.ts';

export const ATTEMPTS = 3;

/* How many failed, as far as this sale's latest attempt tells. */
export function failedOf(attempt: Attempt | undefined): number {
  if (!attempt) return 0;
  if (attempt.state === 'failed') return attempt.number;
  return attempt.state === 'approved' ? 0 : attempt.number - 1;
}

export function Attempts({ attempt }: { attempt: Attempt | undefined }) {
  const t = useTexts(agentTexts).identity;
  const { language } = usePreferences();
  const failed = failedOf(attempt);
  const runs = attempt !== undefined && !['failed', 'void', 'approved'].includes(attempt.state);
  const faces: Record<'failed' | 'runs' | 'free' | 'locked', { shape: Shape; text: string }> = {
    failed: { shape: 'off', text: t.rungs.failed },
    runs: { shape: 'run', text: t.rungs.runs },
    free: { shape: 'wait', text: t.rungs.free },
    locked: { shape: 'lock', text: t.rungs.locked },
  };
  const waits = attempt?.state === 'failed' && attempt.next !== 'again';
  const faceOf = (n: number) =>
    n < failed ? 'failed' : n > failed || waits ? 'locked' : runs ? ('runs' as const) : 'free';
  const third =
    attempt?.next === 'wait' && attempt.next_at ? formatMoment(attempt.next_at, language) : t.rungs.third;
  return (
    <div className={l.stack}>
      <div className={`${l.row} ${l.between}`}>
        <h2>{failed > 0 && !runs ? t.failedOf(failed, ATTEMPTS) : t.attemptOf(failed + 1, ATTEMPTS)}</h2>
        <span className={l.meta}>{t.counted}</span>
      </div>
      <RungList
        label={t.attempts}
        rungs={Array.from({ length: ATTEMPTS }, (_, n) => {
          const face = faces[faceOf(n)];
          return {
            id: `${n}`,
            name: `${n + 1} · ${[t.rungs.first, t.rungs.second, third][n] ?? ''}`,
            status: <Status shape={face.shape}>{face.text}</Status>,
            isPast: n < failed,
            isCurrent: n === failed && !waits,
          };
        })}
      />
    </div>
  );
}
