import type { ReactNode } from 'react';
import { formatClock } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useNow } from '../useNow.ts';
import s from './Recording.module.css';
import { Status } from './Status.tsx';
import { uiTexts } from './texts.ts';

/* As the server confirms it, never as the page hopes. */
export type RecordingState =
  | { readonly kind: 'confirming' | 'off' }
  | { readonly kind: 'recording' | 'silenced'; readonly since_ms: number };

/* `reading_ms`: since when the contract is read; that span is what the recording is for, then. */
export function RecordingStatus({ state, reading_ms }: { state: RecordingState; reading_ms?: number }) {
  const t = useTexts(uiTexts).recording;
  const now_ms = useNow();
  const since = (from_ms: number) => formatClock((now_ms - from_ms) / 1000);
  switch (state.kind) {
    case 'recording':
      return (
        <Status shape="recording">
          {reading_ms === undefined ? t.recording(since(state.since_ms)) : t.reading(since(reading_ms))}
        </Status>
      );
    case 'confirming':
      return (
        <Status shape="wait" plain>
          {t.confirming}
        </Status>
      );
    case 'silenced':
      return <Status shape="silenced">{t.silenced}</Status>;
    case 'off':
      return (
        <Status shape="bad" fill>
          {t.off}
        </Status>
      );
  }
}

/* Recording state over the two levels, as in the call bar. */
export function RecordingBox({ children }: { children: ReactNode }) {
  return <div className={s.box}>{children}</div>;
}

export function Levels({ children }: { children: ReactNode }) {
  return <div className={s.levels}>{children}</div>;
}

/* How loud a voice is, 0 … 100. Give `meterRef` to set the value from an audio callback without drawing anew. */
export function LevelMeter({
  voice,
  value = 0,
  meterRef,
}: {
  voice: 'agent' | 'customer';
  value?: number;
  meterRef?: React.Ref<HTMLMeterElement>;
}) {
  const t = useTexts(uiTexts).levels;
  return (
    <>
      <span>{t[voice]}</span>
      <meter className={s[voice]} min={0} max={100} value={value} aria-label={t[voice]} ref={meterRef} />
    </>
  );
}
