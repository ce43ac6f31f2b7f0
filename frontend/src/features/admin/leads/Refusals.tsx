/* Which rows of a list were left out, by reason and with their line in the file; all of them as a file to mend. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, fetchBlob, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { saveFile } from '#shared/api/saveFile.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatInteger } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { selectClass } from '#shared/ui/Field.tsx';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import type { LeadList } from './leadList.ts';
import s from './leads.module.css';
import { leadTexts } from './texts.ts';

function useRefusals(list: LeadList, reason: string) {
  return useInfiniteQuery({
    queryKey: ['lead-list', list.id, 'refusals', reason],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/lead-lists/{id}/refusals', {
          params: {
            path: { id: list.id },
            query: { limit: 100, ...(reason && { reason }), ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function Refusals({ list }: { list: LeadList }) {
  const t = useTexts(leadTexts);
  const [reason, setReason] = useState('');
  const refusals = useRefusals(list, reason);
  const rows = refusals.data?.pages.flatMap((page) => page.items) ?? [];
  const leftOut = list.rows - list.accepted;
  const download = useCommand({
    run: async () =>
      saveFile(await fetchBlob(`/lead-lists/${list.id}/refused-file`), t.refusedFile(list.name)),
  });
  const save: Action = {
    id: 'leads.refused-file',
    label: t.download,
    enabled: list.state === 'ready' && leftOut > 0,
    whyDisabled: leftOut > 0 ? t.downloadLater : t.allIn,
    run: () => download.run(),
  };
  useActions([save]);
  return (
    <Card
      title={t.refusals}
      aside={
        <>
          <Count>{formatInteger(leftOut)}</Count>
          <select
            className={`${selectClass} ${s.filter}`}
            aria-label={t.reason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          >
            <option value="">{t.everyReason}</option>
            {Object.entries(list.reasons ?? {}).map(([word, count]) => (
              <option key={word} value={word}>
                {t.reasonCount(t.reasons[word] ?? word, formatInteger(count))}
              </option>
            ))}
          </select>
          <ActionButton action={save} icon="down" />
        </>
      }
      flush
    >
      {download.problem && <ErrorSummary problem={download.problem} count={download.problemCount} />}
      {refusals.error && (
        <Failed
          title={t.failed}
          problem={asProblem(refusals.error)}
          onRetry={() => void refusals.refetch()}
        />
      )}
      {refusals.isPending && <Skeleton />}
      {refusals.data && rows.length === 0 && <Empty title={t.allIn} />}
      {rows.length > 0 && (
        <Table label={t.refusals}>
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
