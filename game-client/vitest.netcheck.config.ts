import { defineConfig } from 'vitest/config';

/** The network check's short form: by itself, after the other tests, because it judges times. */
export default defineConfig({
  test: { include: ['tests/netcheck/*.check.ts'], testTimeout: 180_000 },
});
