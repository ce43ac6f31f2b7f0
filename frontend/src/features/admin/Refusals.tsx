/* Which rows of a list were left out, with their line in the file, so that the file can be mended. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { formatInteger } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import type { LeadList } from './LeadListsScreen.tsx';
import { adminTexts } from './texts.ts';

export function Refusals({ list, onClose }: { list: LeadList; onClose: () => void }) {
  const t = useTexts(adminTexts);
  const refusals = useInfiniteQuery({
    queryKey: ['lead-lists', list.id, 'refusals'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/lead-lists/{id}/refusals', {
          params: {
            path: { id: list.id },
            query: { limit: 100, ...(pageParam ? { after: pageParam } : {}) },
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = refusals.data?.pages.flatMap((page) => page.items) ?? [];
  const failure = t.failures[list.error ?? ''] ?? t.failures.other;
  return (
    <Card title={t.refusals(list.name)} aside={<Button onClick={onClose}>{t.close}</Button>} flush>
      {list.state === 'failed' && <Banner tone="bad">{failure}</Banner>}
      {refusals.error && (
        <Failed
          title={t.failed}
          problem={asProblem(refusals.error)}
          onRetry={() => void refusals.refetch()}
        />
      )}
      {refusals.isPending && <Skeleton />}
      {refusals.data && rows.length === 0 && list.state === 'ready' && <Empty title={t.allIn} />}
      {rows.length > 0 && (
        <Table label={t.refusalsTable}>
          <thead>
            <tr>
              <th scope="col" className={tableLook.num}>
                {t.line}
              </th>
              <th scope="col">{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td className={tableLook.num}>{formatInteger(row.line)}</td>
                <td>{t.reasons[row.reason] ?? row.reason}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {refusals.hasNextPage && (
        <Button
          variant="quiet"
          block
          busy={refusals.isFetchingNextPage}
          onClick={() => void refusals.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </Card>
  );
}
