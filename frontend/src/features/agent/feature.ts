import type { Feature } from '#shared/feature.ts';

export const agent: Feature = {
  screens: [],
};
