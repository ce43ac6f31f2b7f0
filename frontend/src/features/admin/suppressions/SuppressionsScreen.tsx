/* Numbers that are not to be called: how many, whether one is among them, one more, and the registry's files. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { formatInteger, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Table } from '#shared/ui/Table.tsx';
import { NumberCard } from './NumberCard.tsx';
import { RegistryFiles } from './RegistryFiles.tsx';
import s from './suppressions.module.css';
import { suppressionTexts } from './texts.ts';

type Suppression = components['schemas']['Suppression'];

export default function SuppressionsScreen() {
  const t = useTexts(suppressionTexts);
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
      </div>
      <div className={s.cols}>
        <div className={l.stackWide}>
          <Counts />
          <NumberCard />
        </div>
        <div className={l.stackWide}>
          <RegistryFiles />
          <OwnList />
        </div>
      </div>
    </div>
  );
}

function Counts() {
  const t = useTexts(suppressionTexts);
  const counts = useQuery({
    queryKey: ['suppressions', 'counts'],
    queryFn: () => ok(api.GET('/suppressions/counts')),
  });
  if (!counts.data) return null;
  return (
    <Card title={t.howMany}>
      <Facts
        rows={[
          { label: t.own, value: formatInteger(counts.data.own) },
          { label: t.registryExcluded, value: formatInteger(counts.data.registry_excluded) },
          { label: t.registryAnswers, value: formatInteger(counts.data.registry_answers) },
        ]}
      />
    </Card>
  );
}

function OwnList() {
  const t = useTexts(suppressionTexts);
  const list = useInfiniteQuery({
    queryKey: ['suppressions', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/suppressions', {
          params: { query: { limit: 50, ...(pageParam && { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.items);
  return (
    <Card title={t.list} flush>
      {list.error ? (
        <Failed title={t.failed} problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : !rows ? (
        <Skeleton />
      ) : rows.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <Rows rows={rows} />
      )}
      {list.hasNextPage && (
        <Button
          variant="quiet"
          block
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </Card>
  );
}

function Rows({ rows }: { rows: readonly Suppression[] }) {
  const t = useTexts(suppressionTexts);
  const { language } = usePreferences();
  return (
    <Table label={t.list}>
      <thead>
        <tr>
          <th scope="col">{t.number}</th>
          <th scope="col">{t.reason}</th>
          <th scope="col">{t.note}</th>
          <th scope="col">{t.since}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className={l.nb}>
              {row.phone}
            </th>
            <td>{t.reasons[row.reason ?? ''] ?? t.unknownReason}</td>
            <td className={l.soft}>{row.note}</td>
            <td>{formatMoment(row.created_at, language)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
