// @vitest-environment jsdom
import { expect, it } from 'vitest';
import {
  readPreferences,
  setPreferences,
  setScreenDensity,
  startPreferences,
  usePreferences,
} from './preferences.ts';
import { renderHook } from '@testing-library/react';

it('takes what is valid and ignores the rest', () => {
  expect(readPreferences({ language: 'en', theme: 'neon', density: 3, name: 'x' })).toEqual({
    language: 'en',
    theme: 'system',
    density: 'auto',
  });
});

it('stands on the page at once, and again after a reload', () => {
  setPreferences({ language: 'en', theme: 'dark', density: 'compact' });
  const root = document.documentElement;
  expect([root.lang, root.dataset.theme, root.dataset.density]).toEqual(['en', 'dark', 'compact']);

  root.lang = root.dataset.theme = root.dataset.density = '';
  startPreferences();
  expect([root.lang, root.dataset.theme, root.dataset.density]).toEqual(['en', 'dark', 'compact']);
  expect(renderHook(() => usePreferences()).result.current.theme).toBe('dark');
});

it('follows the screen until the person chooses', () => {
  const density = () => document.documentElement.dataset.density;
  setPreferences({ language: 'es', theme: 'system', density: 'auto' });
  setScreenDensity('compact');
  expect(density()).toBe('compact');
  setPreferences({ language: 'es', theme: 'system', density: 'comfortable' });
  setScreenDensity('compact');
  expect(density()).toBe('comfortable');
});
