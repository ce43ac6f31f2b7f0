/* Something came back for the agent: a quiet line with the way there, never a dialog. On a call nothing moves: there it
   is a card at the right, during a reading only the badge of the navigation. */
import { Link } from '@tanstack/react-router';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button, lookOf } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import { openCall, useDesk } from './desk.ts';
import { useNotifications, useSeen } from './notifications.ts';
import { agentTexts } from './texts.ts';

export default function TaskNotice() {
  const t = useTexts(agentTexts).notice;
  const desk = useDesk();
  const notices = useNotifications();
  const seen = useSeen();
  const [first] = notices;
  if (!first || !desk.data || openCall(desk.data)) return null;
  return (
    <Banner
      tone="warn"
      round={false}
      title={t.kinds[first.kind](first.sale_number ?? '')}
      action={
        <span className={l.row}>
          {first.task_id && (
            <Link to="/tareas/$id" params={{ id: first.task_id }} className={lookOf({})}>
              {t.open}
            </Link>
          )}
          <Button variant="quiet" onClick={() => void seen.run(first.id)}>
            {t.seen}
          </Button>
        </span>
      }
    >
      {notices.length > 1 ? t.more(notices.length - 1) : null}
    </Banner>
  );
}
