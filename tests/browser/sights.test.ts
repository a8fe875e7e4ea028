/** What stands over a match beside its scores: the map in the corner, the marks of own hits, the table, and a death looked back at. */
import { readFileSync } from 'node:fs';
import type { Received } from '../../game-client/src/protocol/baseline.ts';
import type { WireEvent } from '../../game-client/src/protocol/messages.gen.ts';
import type { MapFile, Pickup } from '../../game-client/src/sim/map.ts';
import { expect, test } from 'vitest';
import { Between } from './between.ts';
import { clean, PHONE, stage, until, type Visitor, WIDE } from './support.ts';

const FULL = { width: 1920, height: 1080 };
const SIZES = [WIDE, FULL, PHONE];
/** Somebody who is not there, and how far they stand from the own body, in units. */
const BEN = 7;
const CLEO = 6;
const AWAY = 260;
const NOWHERE = { x8: 0, y8: 0 };
const GOLD = [0xff, 0xcf, 0x5a];

const { serve, visit } = stage();

const map = JSON.parse(
  readFileSync(new URL('../../assets/maps/hoop.json', import.meta.url), 'utf8'),
) as MapFile;

/** Towards the middle of the map, where there is room. */
function towards(place: number, whole: number): 1 | -1 {
  return place > whole / 2 ? -1 : 1;
}

function withOthers(message: Received): Received {
  if (message.kind === 'roster') {
    const ben = { seat: BEN, name: 'Ben', team: null, bot: 0, mark: 0 };
    return {
      ...message,
      players: [...message.players, ben, { seat: CLEO, name: 'Cleo', team: null, bot: 1, mark: 0 }],
    };
  }
  if (message.kind !== 'snapshot' || message.own === null) {
    return message;
  }
  const { x, y } = message.own;
  const x8 = Math.round(x / 32) + AWAY * 8 * towards(x / 256, map.width);
  const y8 = Math.round(y / 32) + AWAY * 4 * towards(y / 256, map.height);
  const ben = { seat: BEN, x8, y8, aim: 0, fine: 0, health: 38, flags: 1, thread: 0 };
  return { ...message, players: [...message.players, ben] };
}

/** A match of Anna's, with others who are only told of. */
async function anna(size: typeof WIDE, minimap = 'small'): Promise<[Visitor, Between]> {
  const tuning = { 'match.warmup': 0, 'match.length': 600 };
  const server = await serve({ flags: ['--map', 'hoop', '--fill', '0'], tuning });
  const between = new Between(withOthers);
  const visitor = await visit(server.address, size, async (page) => {
    await between.take(page);
    const video = { minimap, hitMarks: 'numbers' };
    const stored = JSON.stringify({ video });
    await page.addInitScript(`localStorage.setItem('fray.settings', ${JSON.stringify(stored)})`);
  });
  await visitor.play('Anna');
  return [visitor, between];
}

/** The colour of the map in the corner at a place of the world. */
async function pixel(visitor: Visitor, x: number, y: number): Promise<number[]> {
  return visitor.page.evaluate(
    ([atX, atY]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.minimap canvas');
      const copy = new OffscreenCanvas(1, 1).getContext('2d');
      if (canvas === null || copy === null) {
        return [];
      }
      copy.drawImage(canvas, -Math.floor((atX ?? 0) * canvas.width), -Math.floor((atY ?? 0) * canvas.height));
      return Array.from(copy.getImageData(0, 0, 1, 1).data).slice(0, 3);
    },
    [x / map.width, y / map.height],
  );
}

test.each(SIZES)('the_map_shows_what_lies_at_its_place_and_what_does_not_$width', async (size) => {
  const [visitor, between] = await anna(size);
  const { place } = await visitor.seen();
  // The farthest spool: nobody stands on it.
  const from = ([, x, y]: Pickup): number => Math.hypot(x - (place?.x ?? 0), y - (place?.y ?? 0));
  const spools = map.pickups.filter(([word]) => word === 'spool').toSorted((a, b) => from(b) - from(a));
  const [spool = ['', 0, 0]] = spools;
  const at = map.pickups.indexOf(spool);
  const [, x, y] = spool;
  const isGold = async (): Promise<boolean> => String(await pixel(visitor, x, y)) === String(GOLD);
  await until('a golden dot', isGold, 5000);
  between.happen({ kind: 'picked', ago: 0, pickup: at, seat: BEN, wait: 5 * 600 });
  await until('no dot', async () => !(await isGold()), 2000);
  await visitor.shot('minimap');
  // The arc closes, and then it lies there again.
  await until('a golden dot again', isGold, 8000);
  await clean(visitor);
});

test('a_narrow_screen_has_no_map_by_default_and_a_wide_one_has', async () => {
  const [wide] = await anna(WIDE, 'auto');
  expect(await wide.page.locator('.minimap').isVisible()).toBe(true);
  const [narrow] = await anna(PHONE, 'auto');
  await narrow.page.waitForTimeout(500);
  expect(await narrow.page.locator('.minimap').isVisible()).toBe(false);
  const [off] = await anna(WIDE, 'off');
  await off.page.waitForTimeout(500);
  expect(await off.page.locator('.minimap').isVisible()).toBe(false);
});

test.each(SIZES)('hits_of_ones_own_are_marked_and_counted_$width', async (size) => {
  const [visitor, between] = await anna(size);
  const { seat, place } = await visitor.seen();
  const own = seat ?? 0;
  const [x, y] = [place?.x ?? 0, place?.y ?? 0];
  const there = {
    x8: Math.round(x * 8) + AWAY * 8 * towards(x, map.width),
    y8: Math.round(y * 8) + AWAY * 4 * towards(y, map.height),
  };
  const hurt = {
    kind: 'hurt',
    ago: 0,
    seat: BEN,
    by: own,
    weapon: 0,
    seen: 0,
    covered: 0,
    ...there,
  } as const;
  const mark = visitor.page.locator('.strikes i');
  await visitor.aim(1, 0);
  between.happen({ ...hurt, damage: 14 }, { ...hurt, damage: 14 });
  await visitor.page.getByText('28', { exact: true }).waitFor({ timeout: 3000 });
  expect(await mark.getAttribute('data-kind')).toBe('hit');
  await visitor.shot('strike-hit');
  await mark.waitFor({ state: 'hidden' });
  between.happen({ kind: 'blocked', ago: 0, seat: BEN, by: own, weapon: 0, damage: 14, ...there });
  await mark.waitFor();
  expect(await mark.getAttribute('data-kind')).toBe('stopped');
  await visitor.shot('strike-stopped');
  await mark.waitFor({ state: 'hidden' });
  between.happen(
    { ...hurt, damage: 72 },
    { kind: 'killed', ago: 0, seat: BEN, by: own, weapon: 0, ...there },
  );
  await mark.waitFor();
  expect(await mark.getAttribute('data-kind')).toBe('kill');
  await visitor.shot('strike-kill');
  await clean(visitor);
});

test.each(SIZES)('the_table_tells_everybody_by_rank_$width', async (size) => {
  const [visitor, between] = await anna(size);
  const { seat } = await visitor.seen();
  const own = seat ?? 0;
  const killed = { kind: 'killed', ago: 0, seat: BEN, by: CLEO, weapon: 0, x8: 800, y8: 800 } as const;
  const hurt = {
    kind: 'hurt',
    ago: 0,
    damage: 14,
    weapon: 0,
    seen: 0,
    covered: 0,
    x8: 800,
    y8: 800,
  } as const;
  between.happen({ ...hurt, seat: BEN, by: own }, killed);
  await visitor.page.getByText('You helped to unravel Ben').waitFor({ timeout: 3000 });
  await visitor.page.keyboard.down('Tab');
  const rows = visitor.page.locator('.scores tbody tr');
  await rows.first().waitFor();
  const heads = await visitor.page.locator('.scores th:visible').allInnerTexts();
  expect(heads.slice(-7)).toEqual([
    'Player',
    'Thread, m',
    'Longest, m',
    'Kills',
    'Assists',
    'Deaths',
    'Ping',
  ]);
  const mine = visitor.page.locator('.scores tr.own');
  expect(await mine.innerText()).toContain('Anna');
  expect(await mine.locator('td').nth(5).innerText()).toBe('1');
  expect(await rows.filter({ hasText: 'Cleo' }).innerText()).toContain('bot');
  await visitor.shot('table');
  const box = await visitor.page.locator('.scores').boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width);
  const table = await visitor.page.locator('.scores table').boundingBox();
  expect(table?.width).toBeLessThanOrEqual(box?.width ?? 0);
  await clean(visitor);
});

/** Hits by two, of which the last is deadly. */
function deadly(seat: number): WireEvent[] {
  const hurt = (by: number, weapon: number, damage: number, seen: number): WireEvent => ({
    ...{ kind: 'hurt', ago: 0, seat, by, weapon, damage, seen, covered: seen === 0 ? 0 : 83 },
    ...NOWHERE,
  });
  return [
    hurt(CLEO, 0, 14, 0),
    hurt(BEN, 0, 14, 0),
    hurt(CLEO, 0, 14, 0),
    hurt(BEN, 1, 70, 200),
    { kind: 'killed', ago: 0, seat, by: BEN, weapon: 1, ...NOWHERE },
    { kind: 'dropped', ago: 0, id: 901, seat, seed: 7, amount: 1230, lies: 6000, great: 0, ...NOWHERE },
  ];
}

test.each(SIZES)('a_death_is_looked_back_at_$width', async (size) => {
  const [visitor, between] = await anna(size);
  const from = (await visitor.seen()).place;
  const way = towards(from?.x ?? 0, map.width) > 0 ? 'KeyD' : 'KeyA';
  // Askew, so that a wall is walked along.
  const down = towards(from?.y ?? 0, map.height) > 0 ? 'KeyS' : 'KeyW';
  await visitor.page.keyboard.down(way);
  await visitor.page.keyboard.down(down);
  await until(
    'a way',
    async () => {
      const { place } = await visitor.seen();
      return Math.hypot((place?.x ?? 0) - (from?.x ?? 0), (place?.y ?? 0) - (from?.y ?? 0)) > 90;
    },
    5000,
  );
  const own = (await visitor.seen()).seat ?? 0;
  let hits = deadly(own);
  between.tell((message) => {
    const told = withOthers(message);
    if (told.kind !== 'snapshot' || told.own === null) {
      return told;
    }
    const here = { x8: Math.round(told.own.x / 32), y8: Math.round(told.own.y / 32) };
    const events = [...told.events, ...hits.map((hit) => ({ ...hit, ...here }))];
    hits = [];
    return { ...told, own: { ...told.own, life: -900 }, events };
  });
  const death = visitor.page.locator('.death');
  await death.waitFor();
  await visitor.page.keyboard.up(way);
  await visitor.page.keyboard.up(down);
  await death.getByText('Ben had 38 health left.').waitFor();
  await visitor.shot('recap');
  const rows = await death.locator('.hits-taken li').allInnerTexts();
  expect(rows.map((hit) => hit.split(/\s+/).join(' '))).toEqual(['Ben 14 70 84', 'Cleo 28']);
  const apart = /Dashed: where Ben saw you 200 ms ago, (\d\.\d) m off/.exec(await death.innerText())?.[1];
  // Walking at full pace one comes 6 m far in that time; where inputs come late the body stands meanwhile.
  expect(Number(apart)).toBeGreaterThan(1);
  expect(Number(apart)).toBeLessThan(7);
  const box = await death.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
  await clean(visitor);
});
