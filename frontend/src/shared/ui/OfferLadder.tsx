/* The offers of one family from dear to cheap. Cheaper ones stay locked and unnamed until the dearer is rejected. */
import { formatCop } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { cx } from './cx.ts';
import s from './OfferLadder.module.css';
import { Status, type Shape } from './Status.tsx';
import { uiTexts } from './texts.ts';

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
    <ol className={s.ladder} aria-label={label}>
      {rungs.map((rung) => (
        <li
          key={rung.n}
          className={cx(rung.state === 'rejected' && s.past)}
          aria-current={rung.state === 'current' || rung.state === 'accepted' ? 'step' : undefined}
        >
          <b>{rung.price_cop === undefined ? rung.n : `${rung.n} · ${formatCop(rung.price_cop)}`}</b>
          <Status shape={shapes[rung.state]}>{t[rung.state]}</Status>
          {rung.state === 'rejected' && onReconsider && (
            <button className={s.again} type="button" onClick={() => onReconsider(rung)}>
              {t.reconsiders}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
