/* Something came back for the agent: a quiet line, never a dialog, with the way there. During a reading only the badge of
   the navigation tells. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button, lookOf } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import { useDesk } from './desk.ts';
import { agentTexts } from './texts.ts';

export default function TaskNotice() {
  const t = useTexts(agentTexts).notice;
  const desk = useDesk();
  const notices = useQuery({ queryKey: ['notifications'], queryFn: () => ok(api.GET('/notifications')) });
  const seen = useCommand({
    run: (id: string, { headers }) =>
      ok(api.POST('/notifications/{id}/acknowledge', { params: { path: { id }, header: headers } })),
    invalidates: [['notifications'], ['tasks']],
  });
  const first = notices.data?.items[0];
  const reading = desk.data?.call?.state === 'talking' && desk.data.call.step === 'reading';
  if (!first || reading) return null;
  const more = (notices.data?.items.length ?? 1) - 1;
  return (
    <Banner
      tone="warn"
      round={false}
      title={t.kinds[first.kind](first.sale_number ?? '')}
      action={
        <span className={l.row}>
          {first.task_id && (
            <Link
              to="/tareas/$id"
              params={{ id: first.task_id }}
              className={lookOf({})}
              onClick={() => void seen.run(first.id)}
            >
              {t.open}
            </Link>
          )}
          <Button variant="quiet" onClick={() => void seen.run(first.id)}>
            {t.seen}
          </Button>
        </span>
      }
    >
      {more > 0 ? t.more(more) : null}
    </Banner>
  );
}
