import type { Feature } from '#shared/feature.ts';

export const backoffice: Feature = {
  screens: [],
};
