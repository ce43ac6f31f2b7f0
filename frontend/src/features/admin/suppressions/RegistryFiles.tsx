/* The registry's answers as files: send one, watch it come in, see until when it holds. */
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { sendPieces, sha256Hex } from '#shared/api/upload.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatInteger, formatMoment, formatPercent } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import { FileDrop } from '#shared/ui/FileDrop.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import s from './suppressions.module.css';
import { suppressionTexts } from './texts.ts';

type RegistryFile = components['schemas']['RegistryFile'];

const shapes: Record<RegistryFile['state'], Shape> = {
  uploading: 'wait',
  importing: 'run',
  ready: 'ok',
  failed: 'bad',
};

export function RegistryFiles() {
  const t = useTexts(suppressionTexts);
  const files = useQuery({
    queryKey: ['registry-files'],
    queryFn: () => ok(api.GET('/registry-files', { params: { query: { limit: 10 } } })),
  });
  return (
    <Card title={t.files} flush>
      <Send />
      {files.error ? (
        <Failed title={t.failed} problem={asProblem(files.error)} onRetry={() => void files.refetch()} />
      ) : !files.data ? (
        <Skeleton />
      ) : files.data.items.length === 0 ? (
        <Empty title={t.noFiles} />
      ) : (
        <FileTable files={files.data.items} />
      )}
    </Card>
  );
}

/* Announce, send, begin. */
function useSend() {
  const [share, setShare] = useState<number>();
  const abort = useRef<AbortController>(undefined);
  const send = useCommand({
    run: async (file: File, { headers }) => {
      abort.current = new AbortController();
      setShare(0);
      try {
        const body = { size: file.size, sha256: await sha256Hex(file) };
        const announced = await ok(api.POST('/registry-files', { body, params: { header: headers } }));
        await sendPieces(`/registry-files/${announced.id}/pieces`, file, setShare, abort.current.signal);
        const params = { path: { id: announced.id }, header: headers };
        return await ok(api.POST('/registry-files/{id}/import', { params }));
      } finally {
        setShare(undefined);
      }
    },
    invalidates: [['registry-files']],
  });
  return { send, share, stop: () => abort.current?.abort() };
}

function Send() {
  const t = useTexts(suppressionTexts);
  const id = useId();
  const { send, share, stop } = useSend();
  return (
    <div className={`${l.stack} ${s.drop}`}>
      {send.problem && <ErrorSummary problem={send.problem} count={send.problemCount} />}
      <Hint>{t.filesWhy}</Hint>
      <FileDrop
        label={t.file}
        rules={{
          types: ['text/csv', 'application/csv', 'application/vnd.ms-excel', 'text/plain'],
          extensions: ['.csv', '.txt', '.tsv'],
          names: t.fileNames,
          maxBytes: 200_000_000,
        }}
        onFile={(file) => void send.run(file)}
        disabled={send.pending}
      />
      {share !== undefined && (
        <div className={l.row}>
          <label htmlFor={id}>{t.sending}</label>
          <progress id={id} max={1} value={share} />
          <Button variant="quiet" onClick={stop}>
            {t.stop}
          </Button>
        </div>
      )}
    </div>
  );
}

function FileTable({ files }: { files: readonly RegistryFile[] }) {
  const t = useTexts(suppressionTexts);
  const { language } = usePreferences();
  const numbers = ['rows', 'excluded', 'refused'] as const;
  return (
    <Table label={t.files}>
      <thead>
        <tr>
          <th scope="col">{t.arrived}</th>
          <th scope="col">{t.state}</th>
          {numbers.map((name) => (
            <th key={name} scope="col" className={tableLook.num}>
              {t[name]}
            </th>
          ))}
          <th scope="col">{t.validUntil}</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.id}>
            <th scope="row">{formatMoment(file.created_at, language)}</th>
            <td>
              <Status shape={shapes[file.state]}>
                {t.states[file.state]}
                {file.state === 'importing' && ` ${formatPercent(file.read_bytes / file.size)}`}
                {file.state === 'failed' && `: ${t.failures[file.error ?? ''] ?? t.failedOther}`}
              </Status>
            </td>
            {numbers.map((name) => (
              <td key={name} className={tableLook.num}>
                {formatInteger(file[name])}
              </td>
            ))}
            <td>{formatMoment(file.valid_until, language)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
