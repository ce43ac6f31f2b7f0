/* A modal dialog: focus stays inside and returns, Esc closes, the page's keys rest (see shared/keys). */
import { useContext, useEffect, type ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Heading } from 'react-aria-components/Heading';
import { keys } from '../keys/registry.ts';
import { LayerDepth } from '../keys/useActions.ts';
import { cx } from './cx.ts';
import s from './Dialog.module.css';

interface DialogProps {
  title: string;
  children: ReactNode;
  onClose?: () => void; /* without it the dialog must be answered */
  wide?: boolean | 'full'; /* full: nearly the whole page */
  alert?: boolean; /* interrupts: read out at once */
}

export function Dialog({ title, children, onClose, wide, alert }: DialogProps) {
  const depth = useContext(LayerDepth) + 1;
  useEffect(() => keys.addLayer(depth, undefined), [depth]);
  return (
    <ModalOverlay
      isOpen
      className={s.overlay}
      isDismissable={false}
      isKeyboardDismissDisabled={!onClose}
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
    >
      <Modal className={cx(s.modal, wide && (wide === 'full' ? s.full : s.wide))}>
        <AriaDialog className={s.dialog} role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2} className={s.title}>
            {title}
          </Heading>
          <LayerDepth value={depth}>{children}</LayerDepth>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/* The row of buttons at the foot: the filled one first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={s.actions}>{children}</div>;
}
