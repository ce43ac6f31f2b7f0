import type { Feature } from '#shared/feature.ts';
import { QueueBadge } from './QueueBadge.tsx';

export const quality: Feature = {
  screens: [
    {
      path: '/calidad',
      roles: ['quality'],
      title: { es: 'Lecturas por revisar', en: 'Readings to review' },
      nav: { badge: QueueBadge },
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
    { on: ['reading.ended', 'clock.moved'], keys: () => [['reviews']] },
    { on: ['recording.*'], keys: (event) => [['reviews'], ['recording', event.data['recording_id']]] },
    { on: ['review.changed'], keys: (event) => [['reviews'], ['review', event.data['review_id']]] },
  ],
};
