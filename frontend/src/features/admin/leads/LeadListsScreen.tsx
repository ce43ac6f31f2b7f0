/* Lead lists: those that there are, and the form that begins another. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { formatInteger, formatMoment, formatPercent } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Card } from '#shared/ui/Card.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { ImportForm } from './ImportForm.tsx';
import { shareOf, stateShapes, type LeadList } from './leadList.ts';
import s from './leads.module.css';
import { leadTexts } from './texts.ts';

export default function LeadListsScreen() {
  const t = useTexts(leadTexts);
  const lists = useQuery({
    queryKey: ['lead-lists'],
    queryFn: () => ok(api.GET('/lead-lists', { params: { query: { limit: 100 } } })),
  });
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
      </div>
      <div className={s.cols}>
        <div className={l.stackWide}>
          <Card title={t.lists} aside={lists.data && <Count>{lists.data.items.length}</Count>} flush>
            {lists.data ? (
              lists.data.items.length > 0 ? (
                <ListTable lists={lists.data.items} />
              ) : (
                <Empty title={t.none}>{t.noneWhy}</Empty>
              )
            ) : lists.error ? (
              <Failed
                title={t.failed}
                problem={asProblem(lists.error)}
                onRetry={() => void lists.refetch()}
              />
            ) : (
              <Skeleton />
            )}
          </Card>
        </div>
        <ImportForm />
      </div>
    </div>
  );
}

function ListTable({ lists }: { lists: readonly LeadList[] }) {
  const t = useTexts(leadTexts);
  const { language } = usePreferences();
  const numbers = ['rows', 'accepted', 'duplicates', 'suppressed', 'refused'] as const;
  return (
    <Table label={t.listsTable}>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.state}</th>
          {numbers.map((name) => (
            <th key={name} scope="col" className={tableLook.num}>
              {t[name]}
            </th>
          ))}
          <th scope="col">{t.loaded}</th>
        </tr>
      </thead>
      <tbody>
        {lists.map((list) => (
          <tr key={list.id}>
            <th scope="row">
              <Link to="/bases/$id" params={{ id: list.id }}>
                {list.name}
              </Link>
            </th>
            <td>
              <Status shape={stateShapes[list.state]}>
                {t.states[list.state]}
                {list.state === 'importing' && ` ${formatPercent(shareOf(list))}`}
              </Status>
            </td>
            {numbers.map((name) => (
              <td key={name} className={tableLook.num}>
                {formatInteger(list[name])}
              </td>
            ))}
            <td>{formatMoment(list.finished_at ?? list.created_at, language)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
