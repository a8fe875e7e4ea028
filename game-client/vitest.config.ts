import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __FRAY_BUILD__: JSON.stringify('test') },
  test: { include: ['tests/**/*.test.ts'], testTimeout: 20_000 },
});
