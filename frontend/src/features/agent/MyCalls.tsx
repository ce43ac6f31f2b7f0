/* The agent's own calls of the day; for some minutes the disposition of each can be corrected. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock, formatSpan, formatTime } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import type { Call, Desk, Schemas } from './desk.ts';
import { DispositionDialog } from './DispositionDialog.tsx';
import { agentTexts } from './texts.ts';

type Row = Schemas['CallRow'];

export function MyCalls({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).calls;
  const client = useQueryClient();
  const [correcting, setCorrecting] = useState<Call>();
  const { data } = useQuery({
    queryKey: ['agent-calls'],
    queryFn: () => ok(api.GET('/agents/me/calls', { params: { query: { limit: 25 } } })),
  });
  const open = useCommand({
    run: (id: string) => ok(api.GET('/calls/{id}', { params: { path: { id } } })),
    onDone: setCorrecting,
  });
  const rows = data?.items ?? [];
  return (
    <Card title={t.title} aside={<Count>{rows.length}</Count>} flush>
      {open.problem && <ErrorSummary problem={open.problem} count={open.problemCount} />}
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneWhy}</Empty>
      ) : (
        <Table label={t.title}>
          <thead>
            <tr>
              <th scope="col">{t.hour}</th>
              <th scope="col">{t.customer}</th>
              <th scope="col">{t.ended}</th>
              <th scope="col" className={tableLook.num}>
                {t.length}
              </th>
              <th scope="col">
                <span className={l.vh}>{t.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <CallLine key={row.id} row={row} onCorrect={() => open.run(row.id)} />
            ))}
          </tbody>
        </Table>
      )}
      {correcting && (
        <DispositionDialog
          desk={desk}
          call={correcting}
          corrects
          onClose={() => {
            setCorrecting(undefined);
            void client.invalidateQueries({ queryKey: ['agent-calls'] });
          }}
        />
      )}
    </Card>
  );
}

function CallLine({ row, onCorrect }: { row: Row; onCorrect: () => Promise<unknown> }) {
  const t = useTexts(agentTexts).calls;
  const { codes } = useTexts(agentTexts).disposition;
  const now_ms = useNow(1000);
  const { disposition, connected_at, ended_at } = row;
  const left_ms = (disposition?.correct_until ?? 0) - now_ms;
  const isFinal = disposition?.final_at !== undefined && disposition.final_at <= now_ms;
  return (
    <tr>
      <td>{formatTime(connected_at)}</td>
      <th scope="row">{row.customer_name ?? t.noName}</th>
      <td>
        {disposition ? codes[disposition.code] : t.open}
        {disposition?.corrects && <small>{t.corrects(codes[disposition.corrects])}</small>}
        {disposition?.note && <small>{disposition.note}</small>}
      </td>
      <td className={tableLook.num}>{ended_at ? formatClock((ended_at - connected_at) / 1000) : ''}</td>
      <td className={tableLook.num}>
        {isFinal && left_ms > 0 && (
          <ActionButton
            action={{ id: `call.correct.${row.id}`, label: t.correct, enabled: true, run: onCorrect }}
          >
            {t.correct} <span className={l.vh}>{row.customer_name}</span>
            <small>{t.left(formatSpan(left_ms))}</small>
          </ActionButton>
        )}
      </td>
    </tr>
  );
}
