import type { ComponentProps, ReactNode } from 'react';
import { ariaKey, type Key } from '../keys/keyNames.ts';
import { keys, type Action } from '../keys/registry.ts';
import { useBusy } from '../keys/useActions.ts';
import s from './Button.module.css';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import l from './layout.module.css';
import { StatusShape } from './Status.tsx';

export interface ButtonLook {
  /* primary: the one next action of a screen; danger: ends something; quiet: minor, without an edge */
  variant?: 'plain' | 'primary' | 'danger' | 'dangerFill' | 'quiet';
  icon?: IconName;
  square?: boolean; /* only the icon; give aria-label */
  block?: boolean; /* as wide as its place */
  split?: boolean; /* text left, key right */
}

interface ButtonProps extends ButtonLook, Omit<ComponentProps<'button'>, 'className'> {
  shortcut?: Key;
  busy?: boolean; /* keeps its width, cannot be pressed */
  className?: string;
}

export function lookOf({ variant = 'plain', square, block, split }: ButtonLook, className?: string): string {
  return cx(
    s.btn,
    variant !== 'plain' && s[variant],
    square && s.square,
    block && s.block,
    split && s.split,
    className,
  );
}

function Inside({ icon, split, shortcut, children }: ButtonLook & { shortcut?: Key; children: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {split ? <span>{children}</span> : children}
      {shortcut && <Kbd of={shortcut} />}
    </>
  );
}

export function Button({
  variant,
  icon,
  square,
  block,
  split,
  shortcut,
  busy,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={lookOf({ variant, square, block, split }, className)}
      aria-disabled={busy ? true : undefined}
      aria-keyshortcuts={shortcut && ariaKey(shortcut)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <Inside icon={icon} split={split} shortcut={shortcut}>
        {children}
      </Inside>
    </button>
  );
}

interface ActionButtonProps extends ButtonLook {
  action: Action;
  children?: ReactNode; /* instead of the action's label */
  pressed?: boolean;
  className?: string;
  /* The reason stands visibly beside it already (<Why>): only refer to it. */
  why?: 'beside';
}

const whyId = (action: Action) => `why-${action.id}`;

/* The button of an action: the same object that its key runs. */
export function ActionButton({ action, children, pressed, className, why, ...look }: ActionButtonProps) {
  const busy = useBusy(action.id);
  const off = action.enabled === false;
  return (
    <>
      <button
        type="button"
        className={lookOf(look, className)}
        disabled={off}
        aria-disabled={busy ? true : undefined}
        aria-pressed={pressed}
        aria-label={look.square ? action.label : undefined}
        aria-keyshortcuts={action.key && ariaKey(action.key)}
        aria-describedby={off && action.whyDisabled ? whyId(action) : undefined}
        onClick={() => keys.run(action)}
      >
        <Inside icon={look.icon} split={look.split} shortcut={look.square ? undefined : action.key}>
          {look.square ? null : (children ?? action.label)}
        </Inside>
      </button>
      {off && action.whyDisabled && why !== 'beside' && (
        <span className={l.vh} id={whyId(action)}>
          {action.whyDisabled}
        </span>
      )}
    </>
  );
}

/* Why an action cannot be used yet, in words, beside its button. */
export function Why({ action }: { action: Action }) {
  if (action.enabled !== false || !action.whyDisabled) return null;
  return (
    <p className={s.why} id={whyId(action)}>
      <StatusShape shape="lock" />
      {action.whyDisabled}
    </p>
  );
}
