import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('..'),
  cacheDir: here('node_modules/.vite'),
  resolve: {
    // The tests stand beside those of the server, the packages here.
    alias: {
      'playwright-core': here('node_modules/playwright-core/index.mjs'),
      vite: here('node_modules/vite/dist/node/index.js'),
      'axe-core': here('node_modules/axe-core/axe.js'),
      '@msgpack/msgpack': here('node_modules/@msgpack/msgpack/dist.esm/index.mjs'),
    },
  },
  test: {
    include: ['tests/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: the server runs on the same cores.
    fileParallelism: false,
  },
});
