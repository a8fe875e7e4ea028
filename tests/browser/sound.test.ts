/** What the page hands to the loudspeaker. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { launch, Visitor } from './support.ts';

declare global {
  interface Window {
    /** Counts what is played on the page. */
    heard?: { sounds: number; running: boolean; closed: boolean; context: BaseAudioContext | null };
  }
}

let browser: Browser;
let server: Server | null = null;
let anna: Visitor | null = null;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

afterEach(async () => {
  await anna?.close();
  await server?.stop();
  anna = server = null;
});

/** Listens in where the page starts a sound and where it closes its loudspeaker. */
function listenIn(): void {
  const heard: Window['heard'] = { sounds: 0, running: false, closed: false, context: null };
  window.heard = heard;
  const start = Object.getOwnPropertyDescriptor(AudioBufferSourceNode.prototype, 'start');
  const close = Object.getOwnPropertyDescriptor(AudioContext.prototype, 'close');
  AudioBufferSourceNode.prototype.start = function (...at: number[]): void {
    heard.sounds += 1;
    heard.context = this.context;
    heard.running = this.context.state === 'running';
    start?.value.apply(this, at);
  };
  AudioContext.prototype.close = function (): Promise<void> {
    heard.closed = true;
    return close?.value.apply(this) as Promise<void>;
  };
}

test('a_fight_is_heard_m_mutes_it_and_who_leaves_hears_nothing_more', async () => {
  server = await Server.start();
  anna = await Visitor.open(browser, server.address);
  const { page, complaints } = anna;
  await page.evaluate(() => localStorage.setItem('fray.settings', '{"audio":{"captions":true}}'));
  await page.reload();
  await page.waitForFunction(() => window.fray !== undefined);
  await page.evaluate(listenIn);
  await anna.play('Anna');
  await anna.aim(1, 0);
  await page.mouse.down();
  await page.waitForFunction(() => window.heard?.running === true && window.heard.sounds > 3);
  // A call silences a page; with the next press it sounds again.
  await page.evaluate(() => (window.heard?.context as AudioContext).suspend());
  await page.keyboard.press('KeyR');
  await page.waitForFunction(() => window.heard?.context?.state === 'running');
  await page.locator('.captions li', { hasText: 'Plucked shot' }).waitFor();

  await page.keyboard.press('KeyM');
  const muted = await page.evaluate(() => ({
    sounds: window.heard?.sounds,
    draws: window.fray?.draws.count,
  }));
  await page.waitForFunction((count) => (window.fray?.draws.count ?? 0) > count + 60, muted.draws ?? 0);
  expect(await page.evaluate(() => window.heard?.sounds)).toBe(muted.sounds);

  await page.keyboard.press('KeyM');
  await page.waitForFunction((count) => (window.heard?.sounds ?? 0) > count, muted.sounds ?? 0);

  await server.stop();
  await page.waitForFunction(() => window.fray?.page !== 'play');
  expect(await page.evaluate(() => window.heard?.closed)).toBe(true);
  expect(complaints).toEqual([]);
});
