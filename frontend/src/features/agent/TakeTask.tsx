/* A task of the team's: whoever takes it goes on with the sale; the agent credited with it stays the same. */
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import type { Task } from './desk.ts';
import { agentTexts } from './texts.ts';

export function TakeTask({ task, primary = false }: { task: Task; primary?: boolean }) {
  const t = useTexts(agentTexts).task;
  const navigate = useNavigate();
  const take = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/tasks/{id}/take', { params: { path: { id: task.id }, header: headers } })),
    invalidates: [['tasks'], ['notifications'], ['desk']],
    onDone: () => void navigate({ to: '/tareas/$id', params: { id: task.id } }),
  });
  return (
    <>
      {take.problem && <ErrorSummary problem={take.problem} count={take.problemCount} />}
      <Button
        variant={primary ? 'primary' : 'plain'}
        busy={take.pending}
        onClick={() => void take.run(undefined)}
      >
        {t.take}
        <span className={l.vh}> {task.sale_number}</span>
      </Button>
    </>
  );
}
