import type { Shape } from '#shared/ui/Status.tsx';
import type { Schemas } from './desk.ts';

export const stateShapes: Record<Schemas['AgentStateName'], Shape> = {
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
