import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/* The API that `npm run dev` forwards to; production needs no such setting, nginx serves both. */
const api = process.env['CIERRE_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['es-ES', 'en-US'] }), enforce: 'pre' }],
  css: { modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
  build: {
    target: ['chrome125', 'firefox128', 'safari17.5'],
    /* A data: URL or an inlined script would need a hole in the Content-Security-Policy. */
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } },
  test: {
    restoreMocks: true,
    /* Two cores are shared with the backend's tests. */
    maxWorkers: 2,
    /* Only what draws needs a document (or says so in its first line): making one takes longer than all the tests. */
    projects: [
      { extends: true, test: { name: 'rules', environment: 'node', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'parts', environment: 'jsdom', include: ['src/**/*.test.tsx'] } },
    ],
  },
});
