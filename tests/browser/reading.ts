/** Pictures for readers, as eyes of each kind see them. What was asked of them and answered stands in `readers/README.md`. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Visitor } from './support.ts';

/** They prove nothing by themselves, so that they are taken only when somebody wants them. */
export const WANTED = process.env['READERS'] !== undefined;
export const FOLDER = fileURLToPath(new URL('./shots/last/readers/', import.meta.url));
const EYES = { colour: 'none', grey: 'achromatopsia', deuteranopia: 'deuteranopia' } as const;

/** One picture for each kind of eyes. */
export async function shoot(visitor: Visitor, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const session = await visitor.page.context().newCDPSession(visitor.page);
  for (const [eyes, type] of Object.entries(EYES)) {
    await session.send('Emulation.setEmulatedVisionDeficiency', { type });
    await visitor.page.screenshot({ path: `${FOLDER}${name}-${eyes}.png` });
  }
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
  await session.detach();
}
