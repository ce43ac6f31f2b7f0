import type { Call } from './desk.ts';

/* What the middle of the call shows. */
export type ShownStep = NonNullable<Call['step']> | 'connecting' | 'sent';
