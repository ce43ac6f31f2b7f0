/* Says within seconds that the line is cut, since when, and that typing goes on; and when it is back. */
import { useEffect, useRef, useState } from 'react';
import { takeSavedCount } from '#shared/drafts/useDraft.ts';
import { formatTime } from '#shared/format/formats.ts';
import { toLocal, toService } from '#shared/clock.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useLiveState } from '#shared/live/useLive.ts';
import { useSession } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { appTexts } from './texts.ts';

/* A cut that heals sooner is not worth a banner that comes and goes. */
const GRACE_MS = 2_000;
const BACK_SHOWN_MS = 5_000;

export function LiveBanner() {
  const { phase, cutAt_ms } = useLiveState();
  const expired = useSession().phase === 'expired';
  const [shown, setShown] = useState(false);
  const [saved, setSaved] = useState<number>();
  const wasShown = useRef(false);
  const cut = cutAt_ms !== undefined;

  useEffect(() => {
    if (!cut) return;
    const timer = setTimeout(() => {
      wasShown.current = true;
      setShown(true);
      setSaved(undefined);
    }, GRACE_MS);
    return () => clearTimeout(timer);
  }, [cut]);

  useEffect(() => {
    if (phase !== 'live' || !wasShown.current) return;
    wasShown.current = false;
    /* Drafts go out as soon as the line is back; a moment later their number is known. */
    const count = setTimeout(() => {
      setShown(false);
      setSaved(takeSavedCount());
    }, 500);
    const end = setTimeout(() => setSaved(undefined), BACK_SHOWN_MS);
    return () => {
      clearTimeout(count);
      clearTimeout(end);
    };
  }, [phase]);

  if (expired) return null; /* the dialog says what to do */
  if (shown && cut) return <Cut cutAt_ms={cutAt_ms} />;
  if (saved !== undefined) return <Back saved={saved} />;
  return null;
}

function Cut({ cutAt_ms }: { cutAt_ms: number }) {
  const t = useTexts(appTexts).cut;
  const { phase, retryAt_ms } = useLiveState();
  const now_ms = useNow();
  const seconds = Math.max(1, Math.ceil((retryAt_ms - toLocal(now_ms)) / 1000));
  return (
    <Banner tone="warn" round={false} title={t.since(formatTime(toService(cutAt_ms)))}>
      {t.goOn} <span aria-live="off">{phase === 'waiting' ? t.retryIn(seconds) : t.retrying}</span>
    </Banner>
  );
}

function Back({ saved }: { saved: number }) {
  const t = useTexts(appTexts).cut;
  return (
    <Banner tone="ok" round={false} title={t.back}>
      {saved > 0 && t.saved(saved)}
    </Banner>
  );
}
