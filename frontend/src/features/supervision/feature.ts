import type { Feature } from '#shared/feature.ts';

export const supervision: Feature = {
  screens: [],
};
