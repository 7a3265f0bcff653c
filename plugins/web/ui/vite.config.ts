// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const plugins = resolve(here, '../..');
const release = resolve(plugins, '../build/release/share/curante/ui');
const out = resolve(process.env['CURANTE_UI_OUT'] ?? release);

/** Each room with a ui/ that has an index.ts becomes one module of its own. */
function rooms(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const room of readdirSync(plugins)) {
    const entry = join(plugins, room, 'ui/index.ts');
    if (room !== 'web' && existsSync(entry)) entries[`curante.${room}/${room}`] = entry;
  }
  return entries;
}

/** The page that starts the shell. It carries no script of its own, so a strict policy can stand. */
function page(): Plugin {
  return {
    name: 'curante-page',
    generateBundle() {
      for (const name of ['index.html', 'tokens.css', 'icon.svg']) {
        const source = readFileSync(join(here, 'src', name), 'utf8');
        this.emitFile({ type: 'asset', fileName: `curante.web/${name}`, source });
      }
    },
  };
}

export default defineConfig({
  base: '/ui/',
  publicDir: false,
  resolve: {
    alias: {
      '@curante/shell': join(here, 'src/kit/index.ts'),
      vitest: join(here, 'node_modules/vitest'),
      '@curante/contracts': join(here, 'src/generated/contracts.ts'),
    },
  },
  // The rooms' sources lie outside this folder and would not find its tsconfig.json.
  esbuild: {
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    legalComments: 'none',
  },
  plugins: [page()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rollupOptions: {
      // The kit keeps its exported names: other people's plugins import it from its address.
      preserveEntrySignatures: 'strict',
      input: {
        'curante.web/shell': join(here, 'src/shell/main.ts'),
        'curante.web/kit': join(here, 'src/kit/index.ts'),
        ...rooms(),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'curante.web/chunks/[name]-[hash].js',
        assetFileNames: 'curante.web/assets/[name]-[hash][extname]',
        // Lit and the kit are fetched once, in one piece, by the shell and all rooms.
        manualChunks: (id) =>
          id.includes('/node_modules/') || id.includes('/src/kit/') ? 'kit' : undefined,
      },
    },
  },
  // Rooms' tests lie beside their screens or in their tests/, outside this folder.
  server: { fs: { allow: [plugins] } },
  test: {
    environment: 'jsdom',
    setupFiles: ['scripts/jsdom-dialogs.ts'],
    include: ['src/**/*.test.ts', '../../*/ui/**/*.test.ts', '../../*/tests/**/*.test.ts'],
  },
} as Parameters<typeof defineConfig>[0]);
