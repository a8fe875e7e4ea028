/** A phone in two hands: a link is followed, walked, aimed and shot by, and nothing needs a key. */
import { expect, test } from 'vitest';
import { DASH, FIRE, RELOAD, SHIELD, walkAngle } from '../../game-client/src/sim/input.ts';
import { Fingers, middleOf, type Spot } from './fingers.ts';
import { aimAt, clean, down, HELD, LYING, stage, until, Visitor, WIDE, type Screen } from './support.ts';

const { serve, visit } = stage();

const BOX = {
  flags: ['--map', 'box', '--fill', '0'],
  // Nobody is asked whether they are there, and a charge lasts as long as a script needs to let go of it.
  tuning: {
    'match.warmup': 0,
    'match.length': 600,
    'match.idle': 0,
    'life.protection': 0.2,
    'weapons.needle.charge': 3,
  },
};
/** Whoever follows a link moves within this time, by the page's own way. */
const MOVES_MS = 10_000;
const THUMB = { left: 1, right: 2, third: 3 };
/** What does not change is watched for so long. */
const KEPT_TICKS = 15;
/** The least that a finger is asked to hit, in CSS pixels. */
const TARGET_PX = 44;
/** What two thumbs reach of a phone that stands: so much of its height, from below. */
const REACHED = 0.4;

interface Hands {
  readonly visitor: Visitor;
  readonly fingers: Fingers;
  /** Where the thumbs rest. */
  readonly left: Spot;
  readonly right: Spot;
}

async function hold(address: string, screen: Screen): Promise<Hands> {
  const visitor = await visit(address, screen);
  const fingers = await Fingers.of(visitor.page);
  const y = screen.height - 90;
  return { visitor, fingers, left: { x: 80, y }, right: { x: screen.width - 80, y } };
}

async function enter({ visitor, fingers }: Hands): Promise<void> {
  await fingers.tap(visitor.page.getByRole('button', { name: 'Play', exact: true }));
  await visitor.inPlay();
}

function beside({ x, y }: Spot, byX: number, byY: number): Spot {
  return { x: x + byX, y: y + byY };
}

async function input({ visitor }: Hands): Promise<{ buttons: number; walk: number; aim: number }> {
  return (await visitor.seen()).input ?? { buttons: -1, walk: -1, aim: -1 };
}

type IsSo = (now: Awaited<ReturnType<typeof input>>) => boolean;

async function does(what: string, hands: Hands, isSo: IsSo): Promise<void> {
  await until(what, async () => isSo(await input(hands)), 5000);
}

/** In every tick that is looked at from now on, for a while. */
async function keeps(what: string, hands: Hands, isSo: IsSo): Promise<void> {
  const tick = async (): Promise<number> => (await hands.visitor.seen()).tick ?? 0;
  const from = await tick();
  while ((await tick()) < from + KEPT_TICKS) {
    expect(isSo(await input(hands)), what).toBe(true);
  }
}

function knob({ visitor }: Hands, name: string) {
  return visitor.page.locator('.thumbs').getByRole('button', { name, exact: true });
}

/** Pulls the left thumb from its rest until a place is reached. */
async function walk(hands: Hands, byX: number, byY: number, isThere: (at: Spot) => boolean): Promise<void> {
  const { fingers, left, visitor } = hands;
  await fingers.down(THUMB.left, left);
  await fingers.move(THUMB.left, beside(left, byX, byY));
  const there = async (): Promise<boolean> => {
    const { place } = await visitor.seen();
    return place !== null && isThere(place);
  };
  await until('the way is walked', there, 10_000);
  await fingers.up(THUMB.left);
  await does('it stands', hands, ({ walk: now }) => now === 0);
}

/** Down to the lower rail, and along it until all of it is in sight. */
async function toTheRail(hands: Hands): Promise<void> {
  await walk(hands, 0, 50, ({ y }) => y > 575);
  const side = ((await hands.visitor.seen()).place?.x ?? 0) < 400 ? 1 : -1;
  await walk(hands, side * 50, 0, ({ x }) => side * (x - 400) > -20);
}

test('a_link_is_followed_and_a_foe_is_unravelled_by_two_thumbs', { timeout: 120_000 }, async () => {
  const server = await serve(BOX);
  const ben = await visit(server.address, WIDE);
  await ben.play('Ben');
  await down(ben);
  const { code } = await ben.seen();

  const began = performance.now();
  const anna = await hold(`${server.address}/?room=${code ?? ''}`, HELD);
  await enter(anna);
  const from = (await anna.visitor.seen()).place ?? { x: NaN, y: NaN };
  await walk(anna, 0, from.y < 570 ? 50 : -50, ({ y }) => Math.abs(y - from.y) > 20);
  expect(performance.now() - began).toBeLessThan(MOVES_MS);
  expect((await anna.visitor.seen()).code).toBe(code);

  await toTheRail(anna);
  const { fingers, right, visitor } = anna;
  const killed = async (): Promise<boolean> => {
    const { place, players, kills } = await visitor.seen();
    const foe = players.find(({ name }) => name === 'Ben');
    if (place !== null && foe !== undefined) {
      const way = Math.max(Math.hypot(foe.x - place.x, foe.y - place.y), 1);
      const pull = beside(right, ((foe.x - place.x) / way) * 48, ((foe.y - place.y) / way) * 48);
      await fingers.move(THUMB.right, pull);
    }
    return kills === 1;
  };
  await fingers.down(THUMB.right, right);
  await until('Ben is unravelled', killed, 20_000);
  await visitor.shot('touch-killed');
  await fingers.up(THUMB.right);
  await does('it rests', anna, ({ buttons }) => buttons === 0);
  await clean(visitor);
});

test('every_stick_and_every_knob_does_its_work', { timeout: 120_000 }, async () => {
  const server = await serve(BOX);
  const anna = await hold(server.address, HELD);
  await enter(anna);
  const { visitor, fingers, left, right } = anna;
  const { page } = visitor;
  await page.getByText('put your left thumb down').waitFor();

  // The walk has three strengths, and a direction.
  await fingers.down(THUMB.left, left);
  for (const [pull, weaker] of [
    [12, 2],
    [30, 1],
    [52, 0],
  ] as const) {
    await fingers.move(THUMB.left, beside(left, -pull, 0));
    await does(`a pull of ${pull} px`, anna, (now) => now.walk === 1 + 32 + 64 * weaker);
  }
  // The other thumb aims from a little pull on, and fires.
  await fingers.down(THUMB.right, right);
  await fingers.move(THUMB.right, beside(right, 0, -8));
  await fingers.move(THUMB.right, beside(right, 0, -40));
  await does('both thumbs', anna, (now) => now.buttons === FIRE && now.aim === 0xc000 && now.walk === 33);
  await until('shots fly', async () => (await visitor.seen()).shots.length > 0, 5000);
  await visitor.shot('touch');
  // A third finger finds nothing to hold, and takes nothing away.
  await fingers.down(THUMB.third, beside(left, 40, -60));
  await fingers.move(THUMB.third, beside(left, 90, 0));
  await keeps('no change', anna, (now) => now.buttons === FIRE && now.walk === 33);
  await fingers.up(THUMB.third);
  await keeps('no change', anna, (now) => now.buttons === FIRE && now.walk === 33);
  await fingers.move(THUMB.right, beside(right, 0, -4));
  await does('the trigger is let go near the middle', anna, (now) => now.buttons === 0 && now.walk === 33);
  await fingers.up(THUMB.right);

  // While the left thumb walks, the right one presses.
  const press = async (name: string, bit: number): Promise<void> => {
    await fingers.down(THUMB.right, await middleOf(knob(anna, name)));
    await does(name, anna, (now) => (now.buttons & bit) !== 0 && now.walk === 33);
  };
  const meter = async (name: string): Promise<number> =>
    Number(await page.getByRole('meter', { name, exact: true }).getAttribute('aria-valuenow'));
  await press('reload', RELOAD);
  await page.getByText('reloading').waitFor();
  await fingers.up(THUMB.right);
  await press('dash', DASH);
  await until('a dash takes its time', async () => (await meter('Dash')) < 100, 3000);
  await fingers.up(THUMB.right);
  await press('shield', SHIELD);
  await until('the shield wears', async () => (await meter('Shield')) < 100, 3000);
  await fingers.move(THUMB.right, beside(await middleOf(knob(anna, 'shield')), 0, 40));
  await does('the shield turns', anna, (now) => now.buttons === SHIELD && now.aim === 0x4000);
  await fingers.up(THUMB.right);
  await does('all rests but the walk', anna, (now) => now.buttons === 0 && now.walk === 33);

  await fingers.tap(knob(anna, 'switch'));
  await until('the needle is in hand', async () => (await visitor.seen()).weapon === 1, 5000);
  // A charge is let go near the middle, and nothing was shot.
  await fingers.down(THUMB.right, right);
  await fingers.move(THUMB.right, beside(right, 50, 0));
  await page.getByText('charging').waitFor();
  await fingers.move(THUMB.right, beside(right, 2, 0));
  await page.getByText('charging').waitFor({ state: 'hidden' });
  expect(await page.locator('.slots .held b').innerText()).toBe('1 / 1');
  await fingers.up(THUMB.right);
  await fingers.up(THUMB.left);

  const scores = page.getByRole('region', { name: 'Scores' });
  await fingers.down(THUMB.left, await middleOf(knob(anna, 'scores')));
  await scores.waitFor();
  await fingers.up(THUMB.left);
  await scores.waitFor({ state: 'hidden' });
  await fingers.tap(knob(anna, 'menu'));
  await page.getByRole('dialog', { name: 'Menu' }).waitFor();
  await visitor.shot('touch-menu');
  await fingers.tap(page.getByRole('button', { name: 'Sound on and off' }));
  await page.getByText('Sound off').waitFor();
  await fingers.tap(knob(anna, 'menu'));
  await fingers.tap(page.getByRole('button', { name: 'Net graph' }));
  await page.getByRole('region', { name: 'Net graph' }).waitFor();
  await visitor.shot('touch-graph');
  await clean(visitor);
});

test('what_takes_a_finger_away_lets_go_at_once', async () => {
  const server = await serve(BOX);
  const anna = await hold(server.address, HELD);
  await enter(anna);
  const { visitor, fingers, left, right } = anna;
  const both = async (): Promise<void> => {
    await fingers.down(THUMB.left, left);
    await fingers.move(THUMB.left, beside(left, 0, 50));
    await fingers.down(THUMB.right, right);
    await fingers.move(THUMB.right, beside(right, 0, -40));
    await does('both hold', anna, ({ buttons, walk: now }) => buttons === FIRE && walkAngle(now) === 0x4000);
  };
  const rests = async (why: string): Promise<void> =>
    does(why, anna, ({ buttons, walk: now }) => buttons === 0 && now === 0);

  await both();
  await fingers.cancel();
  await rests('the browser took them');

  await visitor.page.evaluate(() => {
    const frame = document.getElementById('frame');
    frame?.addEventListener('pointermove', (event) => {
      if (event.target instanceof Element && document.body.dataset['takes'] === 'yes') {
        event.target.releasePointerCapture(event.pointerId);
      }
    });
  });
  await both();
  await visitor.page.evaluate(() => (document.body.dataset['takes'] = 'yes'));
  // What is given back is gone with the next thing that the finger does.
  for (const more of [1, 2]) {
    await fingers.move(THUMB.left, beside(left, 0, 50 + more));
    await fingers.move(THUMB.right, beside(right, 0, -40 - more));
  }
  await rests('the capture was lost');
  await visitor.page.evaluate(() => (document.body.dataset['takes'] = 'no'));
  await fingers.cancel();

  await both();
  await visitor.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await rests('the page was left');
  // What is still down must come up before it counts again.
  await fingers.move(THUMB.left, beside(left, 0, -50));
  await keeps('a finger of before', anna, ({ buttons, walk: now }) => buttons === 0 && now === 0);
  await fingers.up(THUMB.left);
  await fingers.up(THUMB.right);

  await both();
  await visitor.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await rests('the page was hidden');
  await fingers.cancel();
  await both();
});

test('knobs_go_with_the_first_key_and_come_with_the_first_finger', async () => {
  const server = await serve(BOX);
  const anna = await hold(server.address, HELD);
  await enter(anna);
  const { visitor, fingers, left } = anna;
  const thumbs = visitor.page.locator('.thumbs');
  expect(await thumbs.isVisible()).toBe(true);
  await visitor.page.keyboard.press('KeyR');
  expect(await thumbs.isVisible()).toBe(false);
  await visitor.page.getByText('Walk with W A S D').waitFor();
  await fingers.down(THUMB.left, left);
  expect(await thumbs.isVisible()).toBe(true);
  await fingers.move(THUMB.left, beside(left, 0, 50));
  await does('the first finger walks', anna, ({ walk: now }) => now !== 0);
  await fingers.up(THUMB.left);
  await visitor.page.mouse.move(200, 300);
  await visitor.page.mouse.move(210, 310);
  expect(await thumbs.isVisible()).toBe(false);
});

test('hits_are_felt_unless_the_settings_say_no_and_hands_can_be_swapped', { timeout: 120_000 }, async () => {
  const server = await serve({ ...BOX, tuning: { ...BOX.tuning, 'weapons.stitcher.damage': 2 } });
  const ben = await visit(server.address, WIDE);
  await ben.play('Ben');
  await down(ben);
  const anna = await hold(server.address, HELD);
  const { visitor, fingers, left } = anna;
  await visitor.page.evaluate(() => {
    const felt = (window as unknown as { felt: unknown[] }).felt ?? [];
    (window as unknown as { felt: unknown[] }).felt = felt;
    navigator.vibrate = (pattern) => felt.push(pattern) > 0;
  });
  const felt = async (): Promise<number> =>
    visitor.page.evaluate(() => (window as unknown as { felt: unknown[] }).felt.length);
  await enter(anna);
  await toTheRail(anna);
  const shoot = async (isEnough: () => Promise<boolean>): Promise<void> => {
    await aimAt(ben, (await ben.seen()).players[0]?.name ?? '');
    await ben.page.mouse.down();
    await until('Ben hits Anna', isEnough, 10_000);
    await ben.page.mouse.up();
  };
  await shoot(async () => (await felt()) > 0);

  await fingers.tap(knob(anna, 'menu'));
  await fingers.tap(visitor.page.getByRole('button', { name: 'Settings' }));
  await fingers.tap(visitor.page.getByRole('tab', { name: 'Controls' }));
  await visitor.shot('touch-settings');
  await fingers.tap(visitor.page.getByLabel('Left-handed'));
  await fingers.tap(visitor.page.getByLabel('Vibrate'));
  await fingers.tap(visitor.page.getByRole('button', { name: 'Back' }));
  await fingers.tap(visitor.page.getByRole('button', { name: 'Resume' }));
  const before = await felt();
  // The left thumb aims now.
  await fingers.down(THUMB.left, left);
  await fingers.move(THUMB.left, beside(left, 0, 50));
  await does('the left one fires', anna, ({ buttons, walk: now }) => buttons === FIRE && now === 0);
  await visitor.shot('touch-swapped');
  await fingers.up(THUMB.left);
  const { health } = await visitor.seen();
  await shoot(async () => (await visitor.seen()).health !== health);
  // What a snapshot tells is felt with the next picture.
  await keeps('Anna rests', anna, ({ buttons }) => buttons === 0);
  expect(await felt()).toBe(before);
});

/** What of these is out of the picture, too small for a finger, or lies on another one; all in words. */
async function faults(visitor: Visitor, selector: string, leastPx: number): Promise<string[]> {
  return visitor.page.evaluate(
    ([wanted, least]) => {
      const shown = [...document.querySelectorAll<HTMLElement>(wanted)].filter((each) =>
        each.checkVisibility(),
      );
      const boxes = shown.map((each) => ({
        each,
        name: each.dataset['knob'] ?? each.className,
        box: each.getBoundingClientRect(),
      }));
      return boxes.flatMap(({ each, name, box }, at) => {
        const said: string[] = [];
        if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) {
          said.push(`${name} is cut off`);
        }
        if (box.width < least || box.height < least) {
          said.push(`${name} is ${box.width.toFixed(0)} by ${box.height.toFixed(0)}`);
        }
        for (const { each: on, name: other, box: b } of boxes.slice(at + 1)) {
          const apart =
            box.left >= b.right || b.left >= box.right || box.top >= b.bottom || b.top >= box.bottom;
          if (!apart && !each.contains(on) && !on.contains(each)) {
            said.push(`${name} lies on ${other}`);
          }
        }
        return said;
      });
    },
    [selector, leastPx] as const,
  );
}

test.each([HELD, LYING])('thumbs_reach_all_and_nothing_lies_on_anything_$width', async (screen) => {
  const server = await serve({ flags: ['--map', 'box', '--fill', '5'] });
  const anna = await hold(server.address, screen);
  const { visitor, fingers, left } = anna;
  const { page } = visitor;
  const buttons = ':is(button, a.button, select, input[type=text], .row.tick)';
  expect(await faults(visitor, `.start ${buttons}`, TARGET_PX)).toEqual([]);
  await visitor.shot('touch-start');
  await enter(anna);
  await page.locator('.hint').waitFor();
  expect(await faults(visitor, '.knob', TARGET_PX)).toEqual([]);
  const parts = '.knob, .vitals, .arms, .hint, .clock, .corner.left, .corner.right, .hud button';
  expect(await faults(visitor, parts, 0)).toEqual([]);
  const highest = await page
    .locator('.knob')
    .evaluateAll((all) => Math.min(...all.map((each) => each.getBoundingClientRect().top)));
  if (screen.height > screen.width) {
    expect(highest).toBeGreaterThan(screen.height * (1 - REACHED));
  }
  await fingers.down(THUMB.left, left);
  await fingers.move(THUMB.left, beside(left, 30, 30));
  await visitor.shot('touch-play');
  await clean(visitor);
  // Nothing scrolls or zooms under a thumb that slides.
  expect(await page.evaluate(() => [scrollX, scrollY, visualViewport?.scale])).toEqual([0, 0, 1]);
  await fingers.up(THUMB.left);

  await fingers.down(THUMB.left, await middleOf(knob(anna, 'scores')));
  await page.getByRole('region', { name: 'Scores' }).waitFor();
  expect(await faults(visitor, '.scores', 0)).toEqual([]);
  await visitor.shot('touch-scores');
  await fingers.up(THUMB.left);
  await fingers.tap(knob(anna, 'menu'));
  await page.getByRole('dialog', { name: 'Menu' }).waitFor();
  await visitor.shot('touch-pause');
  expect(await faults(visitor, `dialog, dialog ${buttons}`, TARGET_PX)).toEqual([]);
  await fingers.tap(page.getByRole('button', { name: 'Settings' }));
  for (const section of ['Audio', 'Video', 'Controls', 'Player']) {
    await fingers.tap(page.getByRole('tab', { name: section }));
    await visitor.shot(`touch-settings-${section.toLowerCase()}`);
    expect(await faults(visitor, 'dialog, dialog :is(.tab, .head button, .foot button)', TARGET_PX)).toEqual(
      [],
    );
    await clean(visitor);
  }
});
