import type { Feature } from '#shared/feature.ts';

export const quality: Feature = {
  screens: [],
};
