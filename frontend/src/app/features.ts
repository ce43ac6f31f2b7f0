/* Every feature of the application. Order of the screens is the order of the navigation; a role's first one is its
   home. */
import { admin } from '#features/admin/feature.ts';
import { agent } from '#features/agent/feature.ts';
import { backoffice } from '#features/backoffice/feature.ts';
import { quality } from '#features/quality/feature.ts';
import { supervision } from '#features/supervision/feature.ts';
import type { Feature } from '#shared/feature.ts';

export const features: readonly Feature[] = [agent, backoffice, quality, supervision, admin];

export const screens = features.flatMap((feature) => feature.screens);
export const fixtures = features.flatMap((feature) => feature.fixtures ?? []);
export const liveRules = features.flatMap((feature) => feature.live ?? []);
