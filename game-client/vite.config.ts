import { execSync } from 'node:child_process';
import { defineConfig } from 'vite';

/** The build id: given by whoever builds, else the commit. */
function build(): string {
  const given = process.env['FRAY_BUILD'];
  if (given !== undefined && given !== '') {
    return given;
  }
  try {
    return execSync('git rev-parse --short=12 HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

export default defineConfig({
  define: { __FRAY_BUILD__: JSON.stringify(build()) },
  build: {
    target: 'es2022',
    manifest: true,
    // Everything stays a file of its own: the page's policy allows no data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
