/* The customer's papers: what is there, upload by drop, paste or button, and a verdict beside the paper itself. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { api, fetchBlob, ifMatch, ok } from '#shared/api/client.ts';
import { sendPieces, sha256Hex } from '#shared/api/upload.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { serviceNow } from '#shared/clock.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField } from '#shared/ui/Field.tsx';
import { FileDrop } from '#shared/ui/FileDrop.tsx';
import { documentRules } from '#shared/ui/fileRules.ts';
import l from '#shared/ui/layout.module.css';
import { Empty } from '#shared/ui/States.tsx';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import s from './office.module.css';
import { useSaleUpdate, type Paper, type Sale, type Schemas } from './sale.ts';
import { officeTexts } from './texts.ts';

const PdfPages = lazy(() => import('./PdfPages.tsx'));
const kinds = ['id_front', 'id_back', 'utility_bill'] as const;
type Kind = (typeof kinds)[number];

const shapes: Record<Schemas['DocumentState'], Shape> = {
  missing: 'wait',
  uploading: 'run',
  uploaded: 'run',
  accepted: 'ok',
  refused: 'bad',
};

export function PapersPane({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts).papers;
  const [chosen, setChosen] = useState<Kind>('id_front');
  const papers = useQuery({
    queryKey: ['papers', sale.id],
    queryFn: () => ok(api.GET('/sales/{id}/documents', { params: { path: { id: sale.id } } })),
  });
  const latest = (kind: Kind) =>
    (papers.data?.items ?? []).filter((paper) => paper.kind === kind && paper.state !== 'uploading').at(-1);
  const wants = sale.state === 'documents_pending';
  const paper = latest(chosen);
  const upload = mine && wants && paper?.state !== 'accepted' && paper?.state !== 'uploaded';
  return (
    <aside className={s.papers} aria-label={t.title}>
      <div className={s.kinds}>
        <h2>{t.title}</h2>
        <ul>
          {kinds.map((kind) => {
            const state = latest(kind)?.state ?? 'missing';
            return (
              <li key={kind}>
                <button
                  type="button"
                  className={s.kind}
                  aria-pressed={kind === chosen}
                  onClick={() => setChosen(kind)}
                >
                  {t.kinds[kind]} <Status shape={shapes[state]}>{t.states[state]}</Status>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <div className={`${s.view} ${l.more}`} role="region" tabIndex={0} aria-label={t.kinds[chosen]}>
        {upload && <Upload key={chosen} sale={sale} kind={chosen} />}
        {paper ? (
          <PaperView key={paper.id} paper={paper} />
        ) : (
          !upload && <Empty title={t.noneYet}>{wants ? t.takeFirst : t.later}</Empty>
        )}
      </div>
      {paper && mine && wants && (paper.state === 'uploaded' || paper.state === 'refused') && (
        <Verdict key={paper.id} sale={sale} paper={paper} />
      )}
    </aside>
  );
}

function Upload({ sale, kind }: { sale: Sale; kind: Kind }) {
  const t = useTexts(officeTexts).papers;
  const client = useQueryClient();
  const [share, setShare] = useState<number>();
  const abort = useRef<AbortController>(undefined);
  const send = useCommand({
    run: async (file: File, { headers }) => {
      abort.current = new AbortController();
      setShare(0);
      try {
        const body = { kind, size: file.size, sha256: await sha256Hex(file) };
        const params = { path: { id: sale.id }, header: headers };
        const document = await ok(api.POST('/sales/{id}/documents', { params, body }));
        await sendPieces(`/documents/${document.id}/pieces`, file, setShare, abort.current.signal);
        return await ok(
          api.POST('/documents/{id}/complete', { params: { path: { id: document.id }, header: headers } }),
        );
      } finally {
        setShare(undefined);
      }
    },
    onDone: () => void client.invalidateQueries({ queryKey: ['papers', sale.id] }),
  });
  return (
    <>
      {send.problem && <ErrorSummary problem={send.problem} count={send.problemCount} />}
      <FileDrop
        label={t.upload(t.kinds[kind])}
        rules={documentRules(t.names)}
        disabled={send.pending}
        onFile={(file) => void send.run(file)}
      />
      {share !== undefined && (
        <div className={l.row}>
          <progress max={1} value={share} aria-label={t.sending} />
          <Button variant="quiet" onClick={() => abort.current?.abort()}>
            {t.stop}
          </Button>
        </div>
      )}
    </>
  );
}

function PaperView({ paper }: { paper: Paper }) {
  const t = useTexts(officeTexts).papers;
  const [turned, setTurned] = useState(0);
  const [large, setLarge] = useState(false);
  const blob = useQuery({
    queryKey: ['paper', paper.id],
    queryFn: ({ signal }) => fetchBlob(`/documents/${paper.id}/content`, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
  const isPdf = paper.mime === 'application/pdf';
  return (
    <figure className={s.paper}>
      <div className={l.row}>
        {!isPdf && (
          <>
            <Button
              icon="rotate"
              square
              aria-label={t.rotate}
              onClick={() => setTurned((turned + 90) % 360)}
            />
            <Button
              icon={large ? 'minus' : 'plus'}
              square
              aria-label={t.zoom}
              onClick={() => setLarge(!large)}
            />
          </>
        )}
      </div>
      {blob.data &&
        (isPdf ? (
          <Suspense>
            <PdfPages blob={blob.data} label={t.kinds[paper.kind]} />
          </Suspense>
        ) : (
          <Picture blob={blob.data} label={t.kinds[paper.kind]} turned={turned} large={large} />
        ))}
      {paper.state === 'refused' && paper.reason && (
        <figcaption>{t.refusals[paper.reason as keyof typeof t.refusals]}</figcaption>
      )}
    </figure>
  );
}

interface PictureProps {
  blob: Blob;
  label: string;
  turned: number;
  large: boolean;
}

function Picture({ blob, label, turned, large }: PictureProps) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return (
    <div className={s.picture}>
      <img ref={image} alt={label} style={{ rotate: `${turned}deg`, width: large ? '200%' : '100%' }} />
    </div>
  );
}

const refusals = ['blurred', 'cropped', 'wrong_kind', 'wrong_person', 'out_of_date', 'other'] as const;

function Verdict({ sale, paper }: { sale: Sale; paper: Paper }) {
  const t = useTexts(officeTexts).papers;
  const client = useQueryClient();
  const { refresh } = useSaleUpdate(sale.id);
  const [reason, setReason] = useState<(typeof refusals)[number]>('blurred');
  const again = () => {
    void client.invalidateQueries({ queryKey: ['papers', sale.id] });
    refresh();
  };
  const undo = useCommand({
    run: () => ok(api.DELETE('/documents/{id}/verdict', { params: { path: { id: paper.id } } })),
    onDone: again,
    onProblem: again,
  });
  const judge = useCommand({
    run: (accepted: boolean, { headers }) =>
      ok(
        api.POST('/documents/{id}/verdict', {
          params: { path: { id: paper.id }, header: { ...headers, ...ifMatch(paper.version) } },
          body: accepted ? { accepted } : { accepted, reason },
        }),
      ),
    onDone: (judged) => {
      const until = judged.final_at;
      showToast({
        text: judged.state === 'accepted' ? t.accepted : t.refused,
        ...(until !== undefined && until > serviceNow()
          ? { undo: () => void undo.run(), until_ms: until }
          : {}),
      });
      again();
    },
    onProblem: again,
  });
  const accept: Action = { id: 'paper.accept', label: t.accept, key: 'Alt+1', run: () => judge.run(true) };
  const refuse: Action = { id: 'paper.refuse', label: t.refuse, key: 'Alt+2', run: () => judge.run(false) };
  useActions([accept, refuse]);
  return (
    <div className={s.verdict}>
      {judge.problem && <ErrorSummary problem={judge.problem} count={judge.problemCount} />}
      <ActionButton action={accept} variant="primary" split />
      <div className={s.refuse}>
        <SelectField
          label={t.why}
          value={reason}
          options={refusals.map((value) => ({ value, label: t.refusals[value] }))}
          onChange={(event) => setReason(event.target.value as typeof reason)}
        />
        <ActionButton action={refuse} />
      </div>
    </div>
  );
}
