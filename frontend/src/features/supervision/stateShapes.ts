import type { Shape } from '#shared/ui/Status.tsx';
import type { AgentStateName } from './figures.ts';

export const stateShapes: Record<AgentStateName, Shape> = {
  offline: 'offline',
  available: 'available',
  ringing: 'talking',
  talking: 'talking',
  wrap_up: 'wrapUp',
  task: 'task',
  break: 'pause',
  no_line: 'off',
};
