import type { Feature } from '#shared/feature.ts';

export const supervision: Feature = {
  screens: [
    {
      path: '/piso',
      roles: ['supervisor', 'admin'],
      title: { es: 'Piso en vivo', en: 'Live floor' },
      nav: true,
      density: 'compact',
      search: ({ campana, estado }) => ({
        ...(typeof campana === 'string' ? { campana } : {}),
        ...(typeof estado === 'string' ? { estado } : {}),
      }),
      load: () => import('./FloorScreen.tsx'),
    },
    {
      path: '/equipo/ventas',
      roles: ['supervisor'],
      title: { es: 'Ventas del equipo', en: 'The team’s sales' },
      nav: true,
      density: 'compact',
      load: () => import('./SalesScreen.tsx'),
    },
  ],
};
