import { defineConfig } from 'vite';

/** Where `fray serve` listens, for `npm run dev`: the page comes from here, everything else from there. */
const SERVER = process.env['FRAY_LISTEN'] ?? '127.0.0.1:7777';

export default defineConfig({
  server: {
    proxy: {
      '/ws': { target: `ws://${SERVER}`, ws: true },
      '/maps': { target: `http://${SERVER}` },
    },
  },
  build: {
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'rules.html', '404.html'] },
    manifest: true,
    // Everything stays a file of its own: the page's policy allows no data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
