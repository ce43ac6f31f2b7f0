/* What a feature tells the application: its screens, what stands on every screen of a role, and which queries live
   events make old. Each feature exports one Feature from its feature.ts; src/app/features.ts lists them. */
import type { ComponentType } from 'react';
import type { Label } from './i18n/catalogue.ts';
import type { LiveRule } from './live/rules.ts';
import type { Role } from './session/keeper.ts';

type Lazy = () => Promise<{ default: ComponentType }>;

export interface Screen {
  readonly path: string; /* «/revision/$id»; Spanish, as people read it */
  readonly roles: readonly Role[];
  readonly title: Label; /* of the window, the palette, and the navigation */
  readonly load: Lazy; /* () => import('./QueueScreen.tsx'): code-split */
  readonly nav?: true | { readonly badge: ComponentType }; /* in the app bar, in the order of the table */
  readonly density?: 'comfortable' | 'compact'; /* for those who chose none; comfortable without it */
  readonly search?: (raw: Record<string, unknown>) => Record<string, unknown>; /* filters in the address */
}

/* Something on every screen of a role: the call bar, a notice, a state in the app bar. */
export interface Fixture {
  readonly roles: readonly Role[];
  readonly slot: 'appbar' | 'callbar' | 'notices';
  readonly load: Lazy;
}

export interface Feature {
  readonly screens: readonly Screen[];
  readonly fixtures?: readonly Fixture[];
  readonly live?: readonly LiveRule[];
}
