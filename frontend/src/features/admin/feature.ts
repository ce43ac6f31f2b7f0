import type { Feature } from '#shared/feature.ts';

export const admin: Feature = {
  screens: [],
};
