/* The call at the same pixels on every screen: who, time, recording, tools. The agent's feature fills it. */
import type { ReactNode } from 'react';
import s from './CallBar.module.css';
import { cx } from './cx.ts';
import l from './layout.module.css';

interface CallBarProps {
  label: string;
  name: ReactNode;
  facts: ReactNode; /* <Status>, phone, place */
  timer?: ReactNode; /* <CallTimer> */
  recording?: ReactNode; /* <RecordingBox> */
  tools: ReactNode;
}

export function CallBar({ label, name, facts, timer, recording, tools }: CallBarProps) {
  return (
    <section className={s.callbar} aria-label={label}>
      <div className={s.who}>
        <p className={cx(s.name, l.clip)}>{name}</p>
        <p className={s.facts}>{facts}</p>
      </div>
      {timer ?? <span />}
      {recording ?? <span />}
      <div className={s.tools}>{tools}</div>
    </section>
  );
}

/* Between calls the same place holds the agent's state. */
export function WaitBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={s.waitbar} aria-label={label}>
      {children}
    </section>
  );
}
