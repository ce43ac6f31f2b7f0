import type { Feature } from '#shared/feature.ts';

export const admin: Feature = {
  screens: [
    {
      path: '/bases',
      roles: ['admin'],
      title: { es: 'Bases', en: 'Lead lists' },
      nav: true,
      density: 'compact',
      load: () => import('./leads/LeadListsScreen.tsx'),
    },
    {
      path: '/bases/$id',
      roles: ['admin'],
      title: { es: 'Base', en: 'Lead list' },
      density: 'compact',
      load: () => import('./leads/LeadListScreen.tsx'),
    },
  ],
  live: [
    {
      on: ['lead_list.progress'],
      keys: (event) => [['lead-lists'], ['lead-list', event.data['lead_list_id']]],
    },
  ],
};
