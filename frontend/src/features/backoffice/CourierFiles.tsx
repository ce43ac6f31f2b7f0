/* The day's list for the courier, saved or printed; and the courier's own file with numbers and results. */
import { useState } from 'react';
import { fetchBlob, postText } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import { saveFile } from '#shared/api/saveFile.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { serviceNow } from '#shared/clock.ts';
import { civilDay } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import { FileDrop } from '#shared/ui/FileDrop.tsx';
import type { FileRules } from '#shared/ui/fileRules.ts';
import l from '#shared/ui/layout.module.css';
import { officeTexts } from './texts.ts';

type Taken = components['schemas']['CourierFile'];

const rules = (names: string): FileRules => ({
  types: ['text/csv', 'application/csv', 'application/vnd.ms-excel', 'text/plain'],
  extensions: ['.csv', '.txt'],
  names,
  maxBytes: 1_000_000,
});

export function DayList() {
  const t = useTexts(officeTexts).dispatch;
  const [date, setDate] = useState(civilDay(serviceNow()));
  const download = useCommand({
    run: async () => saveFile(await fetchBlob(`/dispatches/day-list?date=${date}`), t.dayFile(date)),
  });
  const save: Action = {
    id: 'dispatches.save',
    label: t.saveDay,
    enabled: date !== '',
    run: () => download.run(),
  };
  const print: Action = { id: 'dispatches.print', label: t.print, run: () => window.print() };
  useActions([save, print]);
  return (
    <>
      {download.problem && <ErrorSummary problem={download.problem} count={download.problemCount} />}
      <div className={l.row}>
        <TextField label={t.day} type="date" value={date} onChange={(event) => setDate(event.target.value)} />
        <ActionButton action={save} />
        <ActionButton action={print} />
      </div>
    </>
  );
}

export function CourierFile() {
  const t = useTexts(officeTexts).dispatch;
  const [taken, setTaken] = useState<Taken>();
  const send = useCommand({
    run: (file: File, { headers }) => postText<Taken>('/dispatches/courier-file', file, 'text/csv', headers),
    invalidates: [['dispatches'], ['sales']],
    onDone: setTaken,
  });
  return (
    <Card title={t.courierFile}>
      <div className={l.stackWide}>
        {send.problem && <ErrorSummary problem={send.problem} count={send.problemCount} />}
        <p className={l.soft}>{t.courierFileHow}</p>
        <FileDrop
          label={t.courierFilePick}
          rules={rules(t.courierFileNames)}
          disabled={send.pending}
          onFile={(file) => void send.run(file)}
        />
        {taken && (
          <Banner
            tone={taken.refused.length > 0 ? 'warn' : 'ok'}
            title={t.taken(taken.applied, taken.unchanged, taken.refused.length)}
          >
            {taken.refused.length > 0 && (
              <ul className={l.stack}>
                {taken.refused.map((row) => (
                  <li key={row.line}>
                    {t.refusedRow(row.line, row.sale_number ?? '', refusalText(t.refusals, row))}
                  </li>
                ))}
              </ul>
            )}
          </Banner>
        )}
      </div>
    </Card>
  );
}

function refusalText(texts: Readonly<Record<string, string>>, { code, field }: Taken['refused'][number]) {
  return texts[field ? `${field}_${code}` : code] ?? texts['other'] ?? '';
}
