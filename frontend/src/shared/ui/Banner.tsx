import type { ReactNode } from 'react';
import s from './Banner.module.css';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import l from './layout.module.css';
import { StatusShape } from './Status.tsx';

interface BannerProps {
  tone: 'ok' | 'warn' | 'bad' | 'run' | 'plain';
  title?: ReactNode; /* what happened */
  children?: ReactNode; /* what is kept, what to do */
  action?: ReactNode;
  /* alert: said at once; status: when convenient; none: it stood there from the start */
  live?: 'alert' | 'status' | 'none';
  round?: boolean;
}

export function Banner({ tone, title, children, action, live = 'status', round = true }: BannerProps) {
  return (
    <div
      className={cx(s.banner, tone !== 'plain' && s[tone], round && s.round)}
      role={live === 'none' ? undefined : live}
    >
      {tone === 'run' || tone === 'plain' ? <Icon name="info" /> : <StatusShape shape={tone} />}
      <p className={l.grow}>
        {title && <b>{title}</b>}
        {title && children ? ' ' : null}
        {children}
      </p>
      {action}
    </div>
  );
}
