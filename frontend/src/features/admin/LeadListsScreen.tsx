/* Lead lists: import one, watch it come in, and see which rows were left out and why. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { formatInteger, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status, type Shape } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import s from './admin.module.css';
import { ImportForm } from './ImportForm.tsx';
import { Refusals } from './Refusals.tsx';
import { adminTexts } from './texts.ts';

export type LeadList = components['schemas']['LeadList'];

const stateShapes: Record<LeadList['state'], Shape> = {
  uploading: 'wait',
  importing: 'run',
  ready: 'ok',
  failed: 'bad',
  cancelled: 'off',
};

export default function LeadListsScreen() {
  const t = useTexts(adminTexts);
  const { base }: { base?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const lists = useQuery({
    queryKey: ['lead-lists'],
    queryFn: () => ok(api.GET('/lead-lists', { params: { query: { limit: 100 } } })),
  });
  const chosen = lists.data?.items.find((list) => list.id === base);
  const choose = (id: string | undefined) =>
    void navigate({ to: '.', search: id ? { base: id } : {}, replace: true });
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
                <ListTable lists={lists.data.items} chosen={base} onChoose={choose} />
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
          {chosen && <Refusals list={chosen} onClose={() => choose(undefined)} />}
        </div>
        <ImportForm />
      </div>
    </div>
  );
}

interface ListTableProps {
  lists: readonly LeadList[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

function ListTable({ lists, chosen, onChoose }: ListTableProps) {
  const t = useTexts(adminTexts);
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
          <tr key={list.id} className={list.id === chosen ? tableLook.selected : undefined}>
            <th scope="row">
              <Button variant="quiet" aria-label={t.open(list.name)} onClick={() => onChoose(list.id)}>
                {list.name}
              </Button>
            </th>
            <td>
              <Status shape={stateShapes[list.state]}>{t.states[list.state]}</Status>
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
