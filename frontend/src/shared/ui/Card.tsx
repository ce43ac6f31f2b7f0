import { useId, type ReactNode } from 'react';
import s from './Card.module.css';
import { cx } from './cx.ts';

interface CardProps {
  title: ReactNode;
  aside?: ReactNode; /* beside the title: count, meta, a button */
  footer?: ReactNode;
  children: ReactNode;
  flush?: boolean; /* no padding: a table or a list inside */
  busy?: boolean;
  className?: string;
}

export function Card({ title, aside, footer, children, flush, busy, className }: CardProps) {
  const id = useId();
  return (
    <section className={cx(s.card, className)} aria-labelledby={id} aria-busy={busy || undefined}>
      <header className={s.header}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {flush ? children : <div className={s.body}>{children}</div>}
      {footer && <footer className={s.footer}>{footer}</footer>}
    </section>
  );
}
