import { defineConfig } from 'vitest/config';

export default defineConfig({
  server: { fs: { allow: ['..'] } },
  test: {
    include: ['../tests/browser/**/*.test.ts'],
    dir: '..',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: two cores also run the server.
    fileParallelism: false,
  },
});
