/* A status is a shape, a word and a colour, in that order of trust; all are readable in greyscale. */
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import s from './Status.module.css';

const disc = <circle cx="6" cy="6" r="5.5" fill="currentColor" />;
const ring = <circle cx="6" cy="6" r="5.1" fill="none" stroke="currentColor" strokeWidth="1.6" />;
const bars = <path d="M3.5 1v10M8.5 1v10" stroke="currentColor" strokeWidth="2.8" fill="none" />;

const shapes = {
  ok: (
    <>
      <circle cx="6" cy="6" r="6" fill="currentColor" />
      <path className={s.ko} d="m3.4 6.2 1.8 1.8 3.4-3.8" />
    </>
  ),
  warn: (
    <>
      <path
        d="M6 .6 11.9 11.3H.1z"
        fill="currentColor"
        stroke="currentColor"
        strokeLinejoin="round"
        strokeWidth=".8"
      />
      <path className={s.ko} d="M6 4.5v3M6 9.4v.01" />
    </>
  ),
  bad: (
    <>
      <rect width="12" height="12" rx="1.5" fill="currentColor" />
      <path className={s.ko} d="m3.7 3.7 4.6 4.6M8.3 3.7 3.7 8.3" />
    </>
  ),
  run: (
    <>
      <circle cx="6" cy="6" r="5.1" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M6 0.9a5.1 5.1 0 0 1 0 10.2z" fill="currentColor" />
    </>
  ),
  wait: ring,
  off: <path d="M1.5 6h9" stroke="currentColor" strokeWidth="2.2" fill="none" />,
  lock: (
    <>
      <rect x="1.5" y="5.2" width="9" height="6.3" rx="1" fill="currentColor" />
      <path d="M3.5 5V3.5a2.5 2.5 0 0 1 5 0V5" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  stale: (
    <path
      d="M1.5 1h9L6 6l4.5 5h-9L6 6z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  available: disc,
  recording: disc,
  talking: <path d="M1.5.5v11L11.5 6z" fill="currentColor" />,
  wrapUp: <path d="M6 .3 11.7 6 6 11.7.3 6z" fill="currentColor" />,
  task: <path d="M1 1h10v10H1z" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  pause: bars,
  silenced: bars,
  offline: ring,
} as const;

export type Shape = keyof typeof shapes;

type Colour = 'ok' | 'warn' | 'bad' | 'run' | 'wait' | 'plain' | 'rec';

const colours: Record<Shape, Colour> = {
  ok: 'ok',
  warn: 'warn',
  bad: 'bad',
  run: 'run',
  wait: 'wait',
  off: 'wait',
  lock: 'wait',
  stale: 'wait',
  available: 'ok',
  recording: 'rec',
  talking: 'plain',
  wrapUp: 'plain',
  task: 'plain',
  pause: 'plain',
  silenced: 'plain',
  offline: 'wait',
};

export function StatusShape({ shape }: { shape: Shape }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}

interface StatusProps {
  shape: Shape;
  children: ReactNode;
  fill?: boolean; /* on a tint of its colour */
  plain?: boolean; /* in the text's colour: nobody must act on it */
  className?: string;
}

export function Status({ shape, children, fill, plain, className }: StatusProps) {
  return (
    <span className={cx(s.st, s[plain ? 'plain' : colours[shape]], fill && s.fill, className)}>
      <StatusShape shape={shape} />
      {children}
    </span>
  );
}

export function Count({ children, on }: { children: ReactNode; on?: boolean }) {
  return <span className={cx(s.count, on && s.on)}>{children}</span>;
}
