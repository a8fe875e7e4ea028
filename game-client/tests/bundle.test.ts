/** What a visitor's browser must read before it can play. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Manifest } from 'vite';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = 'index.html';
const MOST_KB = 300;

/** All scripts that a page may come to load, by the manifest. */
function graphOf(manifest: Manifest, entry: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (chunk !== undefined && !found.has(chunk.file)) {
    found.add(chunk.file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) {
      graphOf(manifest, next, found);
    }
  }
  return found;
}

test('the_game_page_loads_no_more_than_300_kb_of_compressed_script', { timeout: 120_000 }, async () => {
  const built = await build({ root: ROOT, logLevel: 'error', build: { write: false } });
  const files = new Map<string, string>();
  for (const { output } of [built].flat() as {
    output: { fileName: string; code?: string; source?: unknown }[];
  }[]) {
    output.forEach(({ fileName, code, source }) => files.set(fileName, code ?? String(source)));
  }
  const manifest = JSON.parse(files.get('.vite/manifest.json') ?? '{}') as Manifest;
  const scripts = [...graphOf(manifest, PAGE)].filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = scripts.map((file) => gzipSync(files.get(file) ?? '').length / 1000);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  // The page can't do without the library that draws: less than that, and something was not counted.
  expect(whole).toBeGreaterThan(100);
  expect(whole).toBeLessThanOrEqual(MOST_KB);
  expect(scripts.some((file) => (files.get(file) ?? '').includes('no such mood'))).toBe(false);
});
