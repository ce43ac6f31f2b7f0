import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import { Count } from '#shared/ui/Status.tsx';
import { badgeTexts } from './badgeTexts.ts';
import { useTasks } from './desk.ts';

/* How many wait for the agent; the only sign of a new one during a reading. */
export function TasksBadge() {
  const t = useTexts(badgeTexts);
  const count = useTasks().data?.items.length ?? 0;
  return count > 0 ? (
    <>
      <Count>
        <span aria-hidden="true">{count}</span>
      </Count>
      <span className={l.vh}>{t.waiting(count)}</span>
    </>
  ) : null;
}
