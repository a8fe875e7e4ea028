/**
 * Draws what the game is known by elsewhere, from the SVG files beside this one: `npm run identity` after a change of them.
 *
 *     logo.svg ──▶ public/logo.svg
 *     icon.svg, public/favicon.svg ──▶ public/icon-….png, public/apple-touch-icon.png
 *     card.svg, logo.svg, the tagline ──▶ public/card.jpg
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = (path) => readFileSync(here(path), 'utf8');
/** A data address: the page that is drawn may load nothing else. */
const embedded = (path, type) => `data:${type};base64,${readFileSync(here(path)).toString('base64')}`;

const FONT = embedded('../node_modules/@fontsource/nunito/files/nunito-latin-700-normal.woff2', 'font/woff2');
const { tagline } = JSON.parse(text('../lang/en.json'));

/** Each picture: its file, its sides, and what stands in the page that becomes it. */
const PICTURES = [
  ['icon-192.png', 192, 192, text('../public/favicon.svg')],
  ['icon-512.png', 512, 512, text('../public/favicon.svg')],
  ['icon-maskable-512.png', 512, 512, text('icon.svg')],
  ['apple-touch-icon.png', 180, 180, text('icon.svg')],
  ['card.jpg', 1200, 630, `${text('card.svg')}<div>${text('logo.svg')}<p>${tagline}</p></div>`],
];

const STYLE = `
  @font-face { font-family: Nunito; font-weight: 700; src: url(${FONT}); }
  body { margin: 0; }
  body > svg { display: block; width: 100vw; height: 100vh; }
  div { position: absolute; left: 64px; top: 118px; width: 600px; }
  div svg { width: 600px; }
  p { margin: 22px 10px; color: #f6f1e4; font: 700 36px/1.3 Nunito; }
`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? CHROMIUM.find((path) => existsSync(path)),
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const [file, width, height, content] of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<!doctype html><style>${STYLE}</style>${content}`);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const kind = file.endsWith('.jpg') ? { type: 'jpeg', quality: 62 } : { omitBackground: true };
  await page.screenshot({ path: here(`../public/${file}`), ...kind });
  await page.close();
}
await browser.close();
copyFileSync(here('logo.svg'), here('../public/logo.svg'));
