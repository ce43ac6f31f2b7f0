import type { Feature } from '#shared/feature.ts';
import { TasksBadge } from './TasksBadge.tsx';

export const agent: Feature = {
  screens: [
    {
      path: '/jornada',
      roles: ['agent'],
      title: { es: 'Mi jornada', en: 'My day' },
      nav: { badge: TasksBadge },
      load: () => import('./DayScreen.tsx'),
    },
    {
      path: '/gestion',
      roles: ['agent'],
      title: { es: 'Gestión', en: 'Call' },
      nav: true,
      load: () => import('./CallScreen.tsx'),
    },
    {
      path: '/tareas/$id',
      roles: ['agent'],
      title: { es: 'Tarea', en: 'Task' },
      load: () => import('./TaskScreen.tsx'),
    },
  ],
  fixtures: [
    { roles: ['agent'], slot: 'callbar', load: () => import('./AgentBar.tsx') },
    { roles: ['agent'], slot: 'notices', load: () => import('./TaskNotice.tsx') },
  ],
  live: [
    {
      on: [
        'call.*',
        'agent.state',
        'sale.*',
        'identity.*',
        'reading.*',
        'recording.*',
        'dialer.state',
        'clock.moved',
      ],
      keys: () => [['desk'], ['agent-sales'], ['agent-calls']],
    },
    { on: ['task.changed', 'notification'], keys: () => [['tasks'], ['notifications'], ['desk']] },
  ],
};
