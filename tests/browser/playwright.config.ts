// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from '@playwright/test';

// The host to test: CURANTE_URL, with CURANTE_USER and CURANTE_PASSWORD of a titolare.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Needs a practice with a plugin that the demonstration has not; see there.
  testIgnore: process.env['CURANTE_THIRD_PARTY'] ? [] : ['third-party.spec.ts'],
  outputDir: '../../build/browser-results',
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env['CURANTE_URL'] ?? 'https://127.0.0.1:8443',
    ignoreHTTPSErrors: true,
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    viewport: { width: 1280, height: 720 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CURANTE_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--lang=it-IT',
      ],
      env: { ...process.env, LANGUAGE: 'it' } as Record<string, string>,
    },
  },
});
