/* What came back for this person: answers of agents, verdicts of quality, papers of customers. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button, lookOf } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import { officeTexts } from './texts.ts';

export default function OfficeNotice() {
  const t = useTexts(officeTexts).notice;
  const notices = useQuery({ queryKey: ['notifications'], queryFn: () => ok(api.GET('/notifications')) });
  const seen = useCommand({
    run: (id: string, { headers }) =>
      ok(api.POST('/notifications/{id}/acknowledge', { params: { path: { id }, header: headers } })),
    invalidates: [['notifications']],
  });
  const first = notices.data?.items[0];
  if (!first) return null;
  return (
    <Banner
      tone="run"
      round={false}
      title={t.kinds[first.kind](first.sale_number ?? '')}
      action={
        <span className={l.row}>
          {first.sale_id && (
            <Link
              to="/revision/$id"
              params={{ id: first.sale_id }}
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
    />
  );
}
