import type { Feature } from '#shared/feature.ts';

/* Filters in the address: these names, when they are words. */
const words =
  (...names: readonly string[]) =>
  (raw: Record<string, unknown>) =>
    Object.fromEntries(
      names.filter((name) => typeof raw[name] === 'string').map((name) => [name, raw[name]]),
    );

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
    {
      path: '/contratos',
      roles: ['admin'],
      title: { es: 'Contratos', en: 'Contracts' },
      nav: true,
      density: 'compact',
      search: words('campana', 'contrato'),
      load: () => import('./contracts/ContractsScreen.tsx'),
    },
    {
      path: '/catalogo',
      roles: ['admin'],
      title: { es: 'Catálogo', en: 'Catalogue' },
      nav: true,
      density: 'compact',
      search: words('campana'),
      load: () => import('./catalogue/CatalogueScreen.tsx'),
    },
    {
      path: '/campanas',
      roles: ['admin'],
      title: { es: 'Campañas', en: 'Campaigns' },
      nav: true,
      density: 'compact',
      search: words('campana'),
      load: () => import('./campaigns/CampaignsScreen.tsx'),
    },
    {
      path: '/excluidos',
      roles: ['admin'],
      title: { es: 'No llamar', en: 'Do not call' },
      nav: true,
      density: 'compact',
      load: () => import('./suppressions/SuppressionsScreen.tsx'),
    },
    {
      path: '/usuarios',
      roles: ['admin'],
      title: { es: 'Usuarios', en: 'Users' },
      nav: true,
      density: 'compact',
      search: words('persona', 'rol', 'equipo'),
      load: () => import('./staff/StaffScreen.tsx'),
    },
  ],
  live: [
    {
      on: ['lead_list.progress'],
      keys: (event) => [['lead-lists'], ['lead-list', event.data['lead_list_id']]],
    },
    { on: ['registry_file.progress'], keys: () => [['registry-files'], ['suppressions', 'counts']] },
  ],
};
