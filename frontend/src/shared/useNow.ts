import { useCallback, useSyncExternalStore } from 'react';
import { onServiceClockMoved, serviceNow } from './clock.ts';

/* The service time in steps of `step_ms`, for ages and timers. A hidden tab's timers stop, so becoming visible
   also counts as a tick: what is shown is never older than a step. */
export function useNow(step_ms = 1000): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = setInterval(changed, Math.min(step_ms, 1000));
      const moved = onServiceClockMoved(changed);
      document.addEventListener('visibilitychange', changed);
      return () => {
        clearInterval(timer);
        moved();
        document.removeEventListener('visibilitychange', changed);
      };
    },
    [step_ms],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(serviceNow() / step_ms) * step_ms);
}
