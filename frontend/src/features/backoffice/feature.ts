import type { Feature } from '#shared/feature.ts';

const search = (raw: Record<string, unknown>) => (typeof raw['q'] === 'string' ? { q: raw['q'] } : {});

export const backoffice: Feature = {
  screens: [
    {
      path: '/revision',
      roles: ['backoffice'],
      title: { es: 'Ventas por revisar', en: 'Sales to review' },
      nav: true,
      density: 'compact',
      search,
      load: () => import('./QueueScreen.tsx'),
    },
    {
      path: '/revision/$id',
      roles: ['backoffice'],
      title: { es: 'Venta', en: 'Sale' },
      density: 'compact',
      load: () => import('./SaleScreen.tsx'),
    },
    {
      path: '/despachos',
      roles: ['backoffice'],
      title: { es: 'Despachos', en: 'Dispatches' },
      nav: true,
      density: 'compact',
      load: () => import('./DispatchesScreen.tsx'),
    },
  ],
  fixtures: [
    { roles: ['backoffice'], slot: 'callbar', load: () => import('./OfficeBar.tsx') },
    { roles: ['backoffice'], slot: 'notices', load: () => import('./OfficeNotice.tsx') },
  ],
  live: [
    {
      on: ['sale.*', 'task.changed', 'review.changed'],
      keys: (event) => {
        const id = event.data['sale_id'] as string | undefined;
        return [['sales'], ...(id ? [['sale', id]] : [])];
      },
    },
    {
      on: ['document.changed'],
      keys: (event) => [
        ['papers', event.data['sale_id']],
        ['sale', event.data['sale_id']],
      ],
    },
    { on: ['activation.changed'], keys: (event) => [['activation', event.data['sale_id']]] },
    { on: ['dispatch.changed'], keys: (event) => [['dispatch', event.data['sale_id']], ['dispatches']] },
    { on: ['notification'], keys: () => [['notifications']] },
    { on: ['call.*'], keys: () => [['office-call']] },
  ],
};
