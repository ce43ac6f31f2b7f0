/* The queue at the left of every screen of quality: those that the back office asked for, then the rest by expiry. */
import { useEffect, useRef, type ReactNode } from 'react';
import { asProblem } from '#shared/api/problem.ts';
import { formatSpan } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useUser } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf } from '#shared/validity.ts';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import s from './quality.module.css';
import { groupsOf, isLate, mayOpen, type Row } from './queue.ts';
import { qualityTexts } from './texts.ts';
import { useQueue } from './useQueue.ts';

interface QueuePaneProps {
  current: string | undefined; /* the reading under review, or the chosen row */
  follow?: boolean; /* the focus follows the chosen row */
  action?: ReactNode;
  onOpen: (readingId: string) => void;
  onChoose?: (readingId: string) => void;
}

export function QueuePane({ action, ...list }: QueuePaneProps) {
  const t = useTexts(qualityTexts).queue;
  const queue = useQueue();
  const items = queue.data?.items;
  return (
    <section className={s.queuePane} aria-label={t.pane}>
      <header>
        <h2>{t.short}</h2>
        {items && <Count>{queue.data?.next ? `${items.length}+` : items.length}</Count>}
        <span className={l.end}>{action}</span>
      </header>
      <div className={`${s.scroll} ${l.more}`} role="region" tabIndex={0} aria-label={t.waiting}>
        {queue.error && !items ? (
          <Failed title={t.failed} problem={asProblem(queue.error)} onRetry={() => void queue.refetch()} />
        ) : !items ? (
          <Skeleton lines={8} />
        ) : items.length === 0 ? (
          <Empty title={t.none}>{t.noneWhy}</Empty>
        ) : (
          <Lists items={items} {...list} />
        )}
      </div>
    </section>
  );
}

type ListsProps = Omit<QueuePaneProps, 'action'>;

function Lists({ items, ...rest }: ListsProps & { items: readonly Row[] }) {
  const t = useTexts(qualityTexts).queue;
  const { requested, inAdvance } = groupsOf(items);
  return (
    <>
      <List title={t.requested} rows={requested} {...rest} />
      <List title={t.byExpiry} rows={inAdvance} {...rest} />
    </>
  );
}

function List({ title, rows, current, ...rest }: ListsProps & { title: string; rows: readonly Row[] }) {
  const now_ms = useNow(1000);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>
        {title} <Count>{rows.length}</Count>
      </h3>
      <ul className={s.queue}>
        {rows.map((row) => (
          <li key={row.id}>
            <QueueRow row={row} now_ms={now_ms} isCurrent={row.id === current} {...rest} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface QueueRowProps extends Omit<ListsProps, 'current'> {
  row: Row;
  now_ms: number;
  isCurrent: boolean;
}

function QueueRow({ row, now_ms, isCurrent, follow, onOpen, onChoose }: QueueRowProps) {
  const t = useTexts(qualityTexts).queue;
  const user = useUser();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent && follow) button.current?.focus({ preventScroll: false });
  }, [isCurrent, follow]);
  return (
    <button
      ref={button}
      type="button"
      className={s.queueRow}
      aria-current={isCurrent || undefined}
      onFocus={() => onChoose?.(row.id)}
      onClick={() => {
        if (mayOpen(row, user.name)) onOpen(row.id);
      }}
    >
      <Left row={row} now_ms={now_ms} />
      <span className={l.idn}>{row.sale_number ?? t.draft}</span>
      <Since row={row} now_ms={now_ms} />
    </button>
  );
}

/* How long the sale still lives. */
export function Left({ row, now_ms }: { row: Row; now_ms: number }) {
  const t = useTexts(qualityTexts).queue;
  if (!row.validity)
    return (
      <Status shape="wait" plain>
        {t.noExpiry}
      </Status>
    );
  const shape = urgencyOf(row.validity, now_ms);
  return (
    <Status shape={shape} plain={shape === 'wait'}>
      {formatSpan(row.validity.ends_at - now_ms)}
    </Status>
  );
}

/* Who hears it; or since when it waits, with a warning after two contact hours. */
export function Since({ row, now_ms }: { row: Row; now_ms: number }) {
  const t = useTexts(qualityTexts).queue;
  const user = useUser();
  if (row.state === 'hearing')
    return (
      <Status shape="run" className={s.since}>
        {row.analyst_name === user.name ? t.heardByYou : t.heardBy(row.analyst_name ?? '')}
      </Status>
    );
  const text = row.requested_at
    ? t.requestedSince(formatSpan(now_ms - row.requested_at))
    : t.endedSince(formatSpan(now_ms - (row.ended_at ?? now_ms)));
  return isLate(row, now_ms) ? (
    <Status shape="warn" className={s.since}>
      {text}
    </Status>
  ) : (
    <span className={`${l.meta} ${l.clip}`}>{text}</span>
  );
}
