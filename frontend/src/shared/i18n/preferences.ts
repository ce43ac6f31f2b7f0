/* Language, theme and density: kept by the server for the user, and by this browser so that the log-in screen and
   the first paint already have them. Nothing else is ever stored in the browser. */
import { useSyncExternalStore } from 'react';
import type { Language } from './catalogue.ts';

export type Theme = 'system' | 'light' | 'dark';
/* `auto`: as each screen was made, 44 px where there are calls, 32 px where there are queues. */
export type Density = 'auto' | 'comfortable' | 'compact';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly density: Density;
}

const KEY = 'cierre.preferences';
const initial: Preferences = { language: 'es', theme: 'system', density: 'auto' };

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise;
}

/* Whatever an older version, a server or a person left there becomes valid preferences. */
export function readPreferences(raw: unknown, fallback: Preferences = initial): Preferences {
  const value = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  return {
    language: oneOf(value.language, ['es', 'en'], fallback.language),
    theme: oneOf(value.theme, ['system', 'light', 'dark'], fallback.theme),
    density: oneOf(value.density, ['auto', 'comfortable', 'compact'], fallback.density),
  };
}

function load(): Preferences {
  try {
    // eslint-disable-next-line no-restricted-globals -- the one place that may
    return readPreferences(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return initial; /* storage is blocked or the text is broken: defaults serve */
  }
}

let current = initial;
let screenDensity: 'comfortable' | 'compact' = 'comfortable';
const listeners = new Set<() => void>();

function apply(preferences: Preferences) {
  const root = document.documentElement;
  root.lang = preferences.language === 'es' ? 'es-CO' : 'en';
  root.dataset.density = preferences.density === 'auto' ? screenDensity : preferences.density;
  if (preferences.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = preferences.theme;
}

export function startPreferences() {
  adopt();
  /* Chosen in another tab. */
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) adopt();
  });
}

function adopt() {
  current = load();
  apply(current);
  for (const listener of listeners) listener();
}

export function setPreferences(preferences: Preferences) {
  current = preferences;
  apply(preferences);
  try {
    // eslint-disable-next-line no-restricted-globals -- the one place that may
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    /* storage is blocked: they hold until the page closes */
  }
  for (const listener of listeners) listener();
}

/* The density of the screen that opens, for those who have not chosen one. */
export function setScreenDensity(density: 'comfortable' | 'compact') {
  screenDensity = density;
  apply(current);
}

export function getPreferences(): Preferences {
  return current;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, getPreferences);
}
