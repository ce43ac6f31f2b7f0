/* The queue, and what is known of the chosen reading. ↑↓ choose, Enter opens, F2 takes the next. */
import { useState } from 'react';
import { formatClock, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useUser } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import s from './quality.module.css';
import { groupsOf, mayOpen, neighbour, type Row } from './queue.ts';
import { Left, QueuePane, Since } from './QueuePane.tsx';
import { qualityTexts } from './texts.ts';
import { useNextAction, useOpenReview } from './useOpenReview.ts';
import { useQueue } from './useQueue.ts';

export default function QueueScreen() {
  const t = useTexts(qualityTexts).queue;
  const queue = useQueue();
  const open = useOpenReview();
  const next = useNextAction(open);
  const user = useUser();
  const [chosen, choose] = useState<string>();
  const { requested, inAdvance } = groupsOf(queue.data?.items ?? []);
  const rows = [...requested, ...inAdvance];
  const row = rows.find(({ id }) => id === chosen);
  const move = (step: 1 | -1) => choose(neighbour(rows, chosen, step)?.id);
  const openChosen: Action = {
    id: 'quality.open',
    label: t.open,
    key: 'Enter',
    enabled: mayOpen(row, user.name),
    whyDisabled: row ? t.heardBy(row.analyst_name ?? '') : t.chooseFirst,
    run: () => (row ? open.run(row.id) : undefined),
  };
  const some = rows.length > 0;
  useActions([
    next,
    openChosen,
    { id: 'quality.up', label: t.up, key: 'ArrowUp', repeats: true, enabled: some, run: () => move(-1) },
    { id: 'quality.down', label: t.down, key: 'ArrowDown', repeats: true, enabled: some, run: () => move(1) },
  ]);
  return (
    <div className={s.desk}>
      <QueuePane current={chosen} follow onChoose={choose} onOpen={(id) => void open.run(id)} />
      <div className={l.page}>
        <div className={l.pageHead}>
          <h1>{t.title}</h1>
          <span className={l.end} />
          <ActionButton action={next} variant="primary" />
        </div>
        <div className={l.stackWide}>
          {open.problem && (
            <ErrorSummary title={t.notOpened} problem={open.problem} count={open.problemCount} />
          )}
          {row ? (
            <Chosen row={row} open={openChosen} />
          ) : (
            <p className={l.soft}>{some ? t.chooseFirst : t.noneWhy}</p>
          )}
        </div>
      </div>
    </div>
  );
}

function Chosen({ row, open }: { row: Row; open: Action }) {
  const t = useTexts(qualityTexts).queue;
  const { language } = usePreferences();
  const now_ms = useNow(1000);
  return (
    <Card title={row.sale_number ?? t.draft} footer={<ActionButton action={open} />}>
      <dl className={l.facts}>
        <dt>{t.expires}</dt>
        <dd>
          <Left row={row} now_ms={now_ms} />
        </dd>
        <dt>{t.state}</dt>
        <dd>
          <Since row={row} now_ms={now_ms} />
        </dd>
        <dt>{t.agent}</dt>
        <dd>{row.agent_name}</dd>
        <dt>{t.read}</dt>
        <dd>{row.ended_at && formatMoment(row.ended_at, language)}</dd>
        <dt>{t.length}</dt>
        <dd>{row.recording_ready ? formatClock((row.duration_ms ?? 0) / 1000) : t.noRecording}</dd>
      </dl>
    </Card>
  );
}
