/* Where one is in a fixed order: across the page, or down a side pane. Also pips («1 de 3»). */
import type { ReactNode } from 'react';
import type { Key } from '../keys/keyNames.ts';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import { StatusShape } from './Status.tsx';
import s from './Steps.module.css';

export interface Step {
  readonly id: string;
  readonly label: string;
  readonly state: 'done' | 'current' | 'todo';
  readonly note?: ReactNode;
  readonly shortcut?: Key;
}

const shapes = { done: 'ok', current: 'run', todo: 'wait' } as const;

export function Stepper({
  steps,
  vertical,
  label,
}: {
  steps: readonly Step[];
  vertical?: boolean;
  label?: string;
}) {
  return (
    <ol className={vertical ? s.vertical : s.stepper} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={cx(step.state === 'done' && s.done)}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <StatusShape shape={shapes[step.state]} />
          {step.label}
          {step.note && <span>{step.note}</span>}
          {step.shortcut && <Kbd of={step.shortcut} />}
        </li>
      ))}
    </ol>
  );
}

export function Pips({ done, of }: { done: number; of: number }) {
  return (
    <span className={s.pips} aria-hidden="true">
      {Array.from({ length: of }, (_, n) => (
        <i key={n} className={cx(n < done && s.on)} />
      ))}
    </span>
  );
}
