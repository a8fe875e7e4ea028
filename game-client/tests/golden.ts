/** Reads the golden files that both languages share. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function golden<T>(name: string): T {
  const path = fileURLToPath(new URL(`../../tests/golden/${name}`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
