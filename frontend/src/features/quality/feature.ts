import type { Feature } from '#shared/feature.ts';

export const quality: Feature = {
  screens: [
    {
      path: '/calidad',
      roles: ['quality'],
      title: { es: 'Lecturas por revisar', en: 'Readings to review' },
      nav: true,
      density: 'compact',
      load: () => import('./QueueScreen.tsx'),
    },
    {
      path: '/calidad/$id',
      roles: ['quality'],
      title: { es: 'Revisión', en: 'Review' },
      density: 'compact',
      load: () => import('./ReviewScreen.tsx'),
    },
  ],
  live: [
    {
      on: ['reading.ended', 'recording.*', 'review.changed', 'sale.*'],
      keys: () => [['reviews'], ['recording']],
    },
  ],
};
