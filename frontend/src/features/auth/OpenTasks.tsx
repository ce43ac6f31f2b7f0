/* What an agent who goes leaves undone: whoever is away shares it with the team. */
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { authTexts } from './texts.ts';

const SHOWN = 5;

export function OpenTasks({ userId }: { userId: string }) {
  const t = useTexts(authTexts).openTasks;
  const tasks = useQuery({ queryKey: ['tasks'], queryFn: () => ok(api.GET('/tasks')) });
  const mine = (tasks.data?.items ?? []).filter((task) => task.agent_id === userId && !task.pool);
  if (mine.length === 0) return null;
  return (
    <Banner tone="warn" title={t.title(mine.length)}>
      <ul>
        {mine.slice(0, SHOWN).map((task) => (
          <li key={task.id}>{t.one(task.sale_number ?? '', t.kinds[task.kind])}</li>
        ))}
      </ul>
      {t.pool}
    </Banner>
  );
}
