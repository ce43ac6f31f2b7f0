/* What the server makes of the file, before anything is imported: encoding, what parts the columns, what each of them
   holds, the first rows and those it would refuse. Each correction is shown by the server at once. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { asProblem, type Problem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatInteger } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, selectClass } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { withColumn, type LeadColumn, type LeadFormat, type LeadList, type LeadPreview } from './leadList.ts';
import s from './leads.module.css';
import { leadTexts } from './texts.ts';

const columns: readonly LeadColumn[] = ['phone', 'name', 'city', 'other'];

function usePreview(list: LeadList) {
  const client = useQueryClient();
  const key = ['lead-list', list.id, 'preview'];
  const preview = useQuery({
    queryKey: key,
    retry: false,
    queryFn: () => ok(api.GET('/lead-lists/{id}/preview', { params: { path: { id: list.id } } })),
  });
  const correct = useCommand({
    run: (format: LeadFormat) =>
      ok(
        api.PUT('/lead-lists/{id}/format', {
          params: { path: { id: list.id }, header: ifMatch(preview.data?.version ?? list.version) },
          body: format,
        }),
      ),
    onDone: (shown) => client.setQueryData(key, shown),
    onProblem: () => void preview.refetch(),
  });
  return { preview, correct };
}

export function Preview({ list }: { list: LeadList }) {
  const { preview, correct } = usePreview(list);
  const problem = preview.error && asProblem(preview.error);
  const { load, give } = useLoad(list, preview.data, correct.pending);
  useActions([load.action, give.action]);
  return (
    <>
      {problem && <Unreadable problem={problem} onRetry={() => void preview.refetch()} />}
      {[load.problem, give.problem, correct.problem].map(
        (refusal, n) => refusal && <ErrorSummary key={n} problem={refusal} />,
      )}
      {preview.isPending && <Skeleton lines={8} />}
      <div className={s.sides}>
        <div className={l.stackWide}>
          <div className={l.row}>
            <ActionButton action={load.action} variant="primary" why="beside" />
            <ActionButton action={give.action} variant="quiet" />
          </div>
          <Why action={load.action} />
          {preview.data && (
            <Format
              preview={preview.data}
              busy={correct.pending}
              onChange={(format) => void correct.run(format)}
            />
          )}
        </div>
        {preview.data && (
          <div className={l.stackWide}>
            <FirstRows preview={preview.data} />
            <WouldBeRefused preview={preview.data} />
          </div>
        )}
      </div>
    </>
  );
}

function useLoad(list: LeadList, preview: LeadPreview | undefined, busy: boolean) {
  const t = useTexts(leadTexts);
  const navigate = useNavigate();
  const path = { id: list.id };
  const invalidates = [['lead-lists'], ['lead-list', list.id]];
  const load = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/lead-lists/{id}/import', { params: { path, header: headers } })),
    invalidates,
  });
  const give = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/lead-lists/{id}/cancel', { params: { path, header: headers } })),
    invalidates,
    onDone: () => void navigate({ to: '/bases' }),
  });
  const hasPhone = preview?.columns.some((column) => column.column === 'phone') ?? false;
  const loadAction: Action = {
    id: 'leads.import',
    label: t.load,
    key: 'Ctrl+Enter',
    enabled: hasPhone && !busy,
    whyDisabled: preview ? t.failures.no_phone_column : t.unreadable,
    run: () => load.run(),
  };
  const giveAction: Action = {
    id: 'leads.discard',
    label: t.discard,
    enabled: list.state === 'uploading',
    run: () => give.run(),
  };
  return {
    load: { action: loadAction, problem: load.problem },
    give: { action: giveAction, problem: give.problem },
  };
}

/* The file itself is wrong: say how, since no retry mends it. */
function Unreadable({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const t = useTexts(leadTexts);
  const text = problem.code === 'pieces_missing' ? t.notWhole : t.failures[problem.code];
  if (text === undefined) return <Failed title={t.failed} problem={problem} onRetry={onRetry} />;
  return (
    <Banner tone="bad" title={t.unreadable} live="alert">
      {text}
    </Banner>
  );
}

interface FormatProps {
  preview: LeadPreview;
  busy: boolean;
  onChange: (format: LeadFormat) => void;
}

function Format({ preview, busy, onChange }: FormatProps) {
  const t = useTexts(leadTexts);
  const used = preview.columns.filter((column) => column.column !== 'other').length;
  const format = { ...withColumn(preview, -1, 'other') };
  return (
    <Card
      title={t.columns}
      aside={<span className={`${l.meta} ${l.end}`}>{t.columnsUsed(used, preview.columns.length)}</span>}
      busy={busy}
      flush
    >
      <div className={s.format}>
        <SelectField
          label={t.encoding}
          hint={preview.bom ? t.withBom : undefined}
          value={preview.encoding}
          options={(['utf8', 'latin1'] as const).map((value) => ({ value, label: t.encodings[value] }))}
          onChange={(event) =>
            onChange({ ...format, encoding: event.target.value as LeadFormat['encoding'] })
          }
        />
        <SelectField
          label={t.delimiter}
          value={preview.delimiter}
          options={(['comma', 'semicolon', 'tab'] as const).map((value) => ({
            value,
            label: t.delimiters[value],
          }))}
          onChange={(event) =>
            onChange({ ...format, delimiter: event.target.value as LeadFormat['delimiter'] })
          }
        />
      </div>
      <Table label={t.columns}>
        <thead>
          <tr>
            <th scope="col">{t.inFile}</th>
            <th scope="col">{t.inCierre}</th>
            <th scope="col">{t.firstRow}</th>
          </tr>
        </thead>
        <tbody>
          {preview.columns.map((column, n) => (
            <tr key={n}>
              <th scope="row" className={s.cell}>
                {column.title || t.untitled(n + 1)}
              </th>
              <td>
                <select
                  className={`${selectClass} ${column.column === 'other' ? '' : s.used}`}
                  aria-label={t.meaningOf(column.title || t.untitled(n + 1))}
                  value={column.column}
                  onChange={(event) => onChange(withColumn(preview, n, event.target.value as LeadColumn))}
                >
                  {columns.map((value) => (
                    <option key={value} value={value}>
                      {t.meanings[value]}
                    </option>
                  ))}
                </select>
              </td>
              <td className={`${s.cell} ${l.soft}`}>{preview.rows[0]?.fields[n]}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function FirstRows({ preview }: { preview: LeadPreview }) {
  const t = useTexts(leadTexts);
  if (preview.rows.length === 0) return <Empty title={t.noRows}>{t.noRowsWhy}</Empty>;
  return (
    <Card title={t.firstRows} flush>
      <Rows label={t.firstRows} preview={preview} rows={preview.rows} />
    </Card>
  );
}

function WouldBeRefused({ preview }: { preview: LeadPreview }) {
  const t = useTexts(leadTexts);
  const read = formatInteger(preview.read_rows);
  return (
    <Card
      title={t.wouldBeRefused}
      aside={<Count on={preview.refused_rows > 0}>{formatInteger(preview.refused_rows)}</Count>}
      footer={<span className={l.meta}>{preview.whole ? t.lookedAtAll(read) : t.lookedAtSome(read)}</span>}
      flush
    >
      {preview.refused.length === 0 ? (
        <Empty title={t.nothingRefused}>{t.nothingRefusedWhy}</Empty>
      ) : (
        <Rows label={t.wouldBeRefused} preview={preview} rows={preview.refused} />
      )}
    </Card>
  );
}

/* Rows as the file has them; why one is refused stands before its values. */
function Rows({ label, preview, rows }: { label: string; preview: LeadPreview; rows: LeadPreview['rows'] }) {
  const t = useTexts(leadTexts);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col" className={tableLook.num}>
            {t.line}
          </th>
          <th scope="col">{t.result}</th>
          {preview.columns.map((column, n) => (
            <th key={n} scope="col">
              {column.title || t.untitled(n + 1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <td className={tableLook.num}>{formatInteger(row.line)}</td>
            <td>{row.refusal ? (t.reasons[row.refusal] ?? row.refusal) : t.comesIn}</td>
            {preview.columns.map((_, n) => (
              <td key={n} className={`${s.cell} ${l.soft}`}>
                {row.fields[n]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
