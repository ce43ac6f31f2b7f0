/* The middle of the call: what is worked on above, and always at the same place below it what is to be decided. */
import type { ReactNode } from 'react';
import type { Action } from '#shared/keys/registry.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { cx } from '#shared/ui/cx.ts';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';

interface WorkPaneProps {
  label: string;
  children: ReactNode;
  question: string; /* over the decision row */
  note?: ReactNode; /* at its right: what a choice costs, or why there is none */
  acts: ReactNode;
  reading?: boolean; /* the contract: more room, nothing but text */
}

export function WorkPane({ label, children, question, note, acts, reading = false }: WorkPaneProps) {
  return (
    <div className={s.mid}>
      <section className={cx(s.work, reading && s.reading, l.more)} aria-label={label} tabIndex={0}>
        {children}
      </section>
      <div className={s.next}>
        <div className={`${l.row} ${l.between}`}>
          <h2>{question}</h2>
          {note}
        </div>
        {acts}
      </div>
    </div>
  );
}

/* The row of decisions: the filled one first, then others, last how the call ended. */
export function Acts({ actions, dispose }: { actions: readonly Action[]; dispose: Action }) {
  return (
    <div className={s.acts}>
      {actions.map((action, n) => (
        <ActionButton key={action.id} action={action} variant={n === 0 ? 'primary' : 'plain'} split />
      ))}
      {!actions.includes(dispose) && <ActionButton action={dispose} className={s.key} />}
    </div>
  );
}

/* Words to say, as they are. */
export function Say({ label, aside, children }: { label: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className={s.say}>
      <div className={`${l.row} ${l.between}`}>
        <h2>{label}</h2>
        {aside}
      </div>
      <blockquote>{children}</blockquote>
    </div>
  );
}
