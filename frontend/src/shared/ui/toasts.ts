/* Short notices at the lower edge. One with `undo` stays until the server's own deadline. */
import { serviceNow } from '../clock.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad';
  readonly endsAt_ms: number; /* service time */
  readonly undo: (() => void) | undefined;
}

export interface ToastOptions {
  text: string;
  tone?: Toast['tone'];
  undo?: () => void;
  until_ms?: number; /* the server's final_at; 5 s from now without it */
}

const SHOWN_MS = 5000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast({ text, tone = 'ok', undo, until_ms }: ToastOptions): number {
  const id = ++lastId;
  const endsAt_ms = until_ms ?? serviceNow() + SHOWN_MS;
  set([...toasts.slice(-2), { id, text, tone, endsAt_ms, undo }]);
  setTimeout(() => dismissToast(id), Math.max(0, endsAt_ms - serviceNow()));
  return id;
}

export function dismissToast(id: number) {
  if (toasts.some((toast) => toast.id === id)) set(toasts.filter((toast) => toast.id !== id));
}

export const getToasts = () => toasts;

export function onToasts(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
