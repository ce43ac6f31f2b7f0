import { defineConfig } from '@playwright/test';

/* Debian's Chromium with a microphone that speaks (made by the global set-up) and nobody to ask. */
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 420_000,
  expect: { timeout: 20_000 },
  globalSetup: './setup.ts',
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'es-CO',
    timezoneId: 'America/Bogota',
    permissions: ['microphone'],
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${new URL('./.made/microphone.wav', import.meta.url).pathname}`,
      ],
    },
  },
});
