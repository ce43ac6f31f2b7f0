import type { Shape } from '#shared/ui/Status.tsx';
import type { Schemas } from './desk.ts';

export type StateName = Schemas['AgentStateName'];

export const stateShapes: Record<StateName, Shape> = {
  offline: 'offline',
  available: 'available',
  ringing: 'talking',
  talking: 'talking',
  wrap_up: 'wrapUp',
  task: 'task',
  break: 'pause',
  no_line: 'off',
};

/* Those a person may ask for; the others only the system gives. */
export const breakReasons = ['rest', 'lunch', 'restroom', 'training', 'meeting'] as const;

/* The dialer gives no calls, by the person's own wish or the system's. */
export function isAway(state: StateName): boolean {
  return state === 'break' || state === 'task' || state === 'offline';
}

/* May call a customer from a sale now. */
export function mayCall(state: StateName): boolean {
  return state === 'available' || state === 'task' || state === 'break' || state === 'no_line';
}

/* Tasks or a break, now or (on a call) when it is done with. */
export function mayAsk(wanted: 'task' | 'break', state: StateName): boolean {
  if (state === 'talking' || state === 'wrap_up' || state === 'available') return true;
  return wanted === 'task' ? state === 'break' : state === 'task' || state === 'no_line';
}
