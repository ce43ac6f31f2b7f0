/* Rungs side by side: the offers of one family from dear to cheap, where cheaper ones stay locked and unnamed until the
   dearer is rejected; also other fixed steps of which each has a state (identity attempts). */
import type { CSSProperties, ReactNode } from 'react';
import { formatCop } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { cx } from './cx.ts';
import s from './OfferLadder.module.css';
import { Status, type Shape } from './Status.tsx';
import { uiTexts } from './texts.ts';

interface RungFace {
  readonly id: string;
  readonly name: string;
  readonly status: ReactNode;
  readonly isPast: boolean;
  readonly isCurrent: boolean;
  readonly action?: ReactNode;
}

export function RungList({ rungs, label }: { rungs: readonly RungFace[]; label: string }) {
  return (
    <ol className={s.ladder} style={{ '--rungs': rungs.length } as CSSProperties} aria-label={label}>
      {rungs.map((rung) => (
        <li
          key={rung.id}
          className={cx(rung.isPast && s.past, Boolean(rung.action) && s.acts)}
          aria-current={rung.isCurrent ? 'step' : undefined}
        >
          <b>{rung.name}</b>
          {rung.status}
          {rung.action}
        </li>
      ))}
    </ol>
  );
}

export interface Rung {
  readonly n: number;
  readonly price_cop?: number; /* known only of what was offered */
  readonly state: 'rejected' | 'current' | 'locked' | 'accepted' | 'notOffered';
}

const shapes: Record<Rung['state'], Shape> = {
  rejected: 'off',
  current: 'run',
  locked: 'lock',
  accepted: 'ok',
  notOffered: 'off',
};

interface OfferLadderProps {
  rungs: readonly Rung[];
  label: string;
  onReconsider?: (rung: Rung) => void; /* «El cliente lo reconsidera», on each rejected rung */
}

export function OfferLadder({ rungs, label, onReconsider }: OfferLadderProps) {
  const t = useTexts(uiTexts).ladder;
  return (
    <RungList
      label={label}
      rungs={rungs.map((rung) => ({
        id: `${rung.n}`,
        name: rung.price_cop === undefined ? `${rung.n}` : `${rung.n} · ${formatCop(rung.price_cop)}`,
        status: <Status shape={shapes[rung.state]}>{t[rung.state]}</Status>,
        isPast: rung.state === 'rejected',
        isCurrent: rung.state === 'current' || rung.state === 'accepted',
        action: rung.state === 'rejected' && onReconsider && (
          <button className={s.again} type="button" onClick={() => onReconsider(rung)}>
            {t.reconsiders}
          </button>
        ),
      }))}
    />
  );
}
