import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    manifest: true,
    // Everything stays a file of its own: the page's policy allows no data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
