/* A small panel at its button: closes with Esc, outside clicks, and its own choices. Not modal. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useEscape } from '../keys/useActions.ts';
import { cx } from './cx.ts';
import s from './Popover.module.css';

interface PopoverProps {
  label: string; /* of the panel */
  button: (given: {
    'aria-expanded': boolean;
    'aria-controls': string;
    'aria-haspopup': 'dialog';
    onClick: () => void;
  }) => ReactNode;
  children: (close: () => void) => ReactNode;
  align?: 'start' | 'end';
}

export function Popover({ label, button, children, align = 'end' }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();

  const close = () => setOpen(false);
  useEscape(open, close);

  useEffect(() => {
    if (!open) return;
    const at = place.current;
    panel.current?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !at?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      /* The focus that was inside goes back to the button. */
      const lost = document.activeElement === document.body || at?.contains(document.activeElement);
      if (lost) at?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    };
  }, [open]);

  return (
    <div className={s.place} ref={place}>
      {button({
        'aria-expanded': open,
        'aria-controls': id,
        'aria-haspopup': 'dialog',
        onClick: () => setOpen(!open),
      })}
      {open && (
        <div
          className={cx(s.popover, s[align])}
          id={id}
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          ref={panel}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
