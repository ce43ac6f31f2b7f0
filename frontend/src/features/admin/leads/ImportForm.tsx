/* A file of leads to the server: where it comes from and on which consent is asked before anything is sent. What the
   server makes of it is shown next; nothing is imported yet. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatBytes } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import { FileDrop } from '#shared/ui/FileDrop.tsx';
import type { FileRules } from '#shared/ui/fileRules.ts';
import l from '#shared/ui/layout.module.css';
import { leadTexts } from './texts.ts';
import { sendPieces, sha256Hex } from '#shared/api/upload.ts';

const rules = (names: string): FileRules => ({
  types: ['text/csv', 'application/csv', 'application/vnd.ms-excel', 'text/plain'],
  extensions: ['.csv', '.txt', '.tsv'],
  names,
  maxBytes: 200_000_000,
});

interface Order {
  campaign_id: string;
  name: string;
  origin: string;
  consent_basis: string;
  file: File;
}

const empty = { campaign_id: '', name: '', origin: '', consent_basis: '' };

export function ImportForm() {
  const t = useTexts(leadTexts);
  const id = useId();
  const [fields, setFields] = useState(empty);
  const [file, setFile] = useState<File>();
  const { send, share, stop } = useUpload();
  const campaigns = useQuery({
    queryKey: ['campaigns'],
    queryFn: () => ok(api.GET('/campaigns', { params: { query: { limit: 200 } } })),
  });
  const campaignId = fields.campaign_id || (campaigns.data?.items[0]?.id ?? '');
  const load: Action = {
    id: 'leads.upload',
    label: t.send,
    key: 'Ctrl+Enter',
    enabled: file !== undefined && campaignId !== '',
    whyDisabled: t.chooseFirst,
    run: () => (file ? send.run({ ...fields, campaign_id: campaignId, file }) : undefined),
  };
  useActions([load]);
  const field = (name: 'name' | 'origin' | 'consent_basis') => ({
    id: `${id}-${name}`,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <Card title={t.fresh}>
      <div className={l.stackWide}>
        {send.problem && (
          <ErrorSummary
            problem={send.problem}
            count={send.problemCount}
            fields={{
              campaign_id: { id: `${id}-campaign`, label: t.campaign },
              name: { id: `${id}-name`, label: t.name },
              origin: { id: `${id}-origin`, label: t.origin },
              consent_basis: { id: `${id}-consent_basis`, label: t.consent },
            }}
          />
        )}
        <SelectField
          id={`${id}-campaign`}
          label={t.campaign}
          value={campaignId}
          options={(campaigns.data?.items ?? []).map((c) => ({ value: c.id, label: c.name }))}
          onChange={(event) => setFields({ ...fields, campaign_id: event.target.value })}
        />
        <TextField label={t.name} hint={t.nameHint} {...field('name')} />
        <TextField label={t.origin} hint={t.originHint} {...field('origin')} />
        <TextField label={t.consent} hint={t.consentHint} {...field('consent_basis')} />
        <FileDrop label={t.file} rules={rules(t.fileNames)} onFile={setFile} disabled={send.pending} />
        {file && <p>{t.chosen(file.name, formatBytes(file.size))}</p>}
        {share !== undefined && (
          <div className={l.row}>
            <label htmlFor={`${id}-sent`}>{t.sending}</label>
            <progress id={`${id}-sent`} max={1} value={share} />
            <Button variant="quiet" onClick={stop}>
              {t.stop}
            </Button>
          </div>
        )}
        <ActionButton action={load} variant="primary" split why="beside" />
        <Why action={load} />
      </div>
    </Card>
  );
}

/* Announce and send; then it is looked at. Stopped in between, nothing is kept. */
function useUpload() {
  const navigate = useNavigate();
  const [share, setShare] = useState<number>();
  const abort = useRef<AbortController>(undefined);
  const send = useCommand({
    run: async ({ file, ...about }: Order, { headers }) => {
      abort.current = new AbortController();
      setShare(0);
      try {
        const body = { ...about, size: file.size, sha256: await sha256Hex(file) };
        const list = await ok(api.POST('/lead-lists', { body, params: { header: headers } }));
        await sendPieces(`/lead-lists/${list.id}/pieces`, file, setShare, abort.current.signal);
        return list;
      } finally {
        setShare(undefined);
      }
    },
    invalidates: [['lead-lists']],
    onDone: (list) => void navigate({ to: '/bases/$id', params: { id: list.id } }),
  });
  return { send, share, stop: () => abort.current?.abort() };
}
