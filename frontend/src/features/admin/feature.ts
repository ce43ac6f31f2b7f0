import type { Feature } from '#shared/feature.ts';

export const admin: Feature = {
  screens: [
    {
      path: '/bases',
      roles: ['admin'],
      title: { es: 'Bases', en: 'Lead lists' },
      nav: true,
      density: 'compact',
      search: ({ base }) => (typeof base === 'string' ? { base } : {}),
      load: () => import('./LeadListsScreen.tsx'),
    },
  ],
  live: [{ on: ['lead_list.progress'], keys: () => [['lead-lists']] }],
};
