/** The settings, as somebody without a mouse uses them: found, changed, played with, and still so after a reload. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from '../../game-client/tests/server.ts';
import { clean, HARMLESS, PHONE, stage, until, Visitor, walkTo } from './support.ts';

const { visit: open } = stage();
let server: Server;

beforeAll(async () => {
  // Bots are there, but nobody dies of them.
  const options = { flags: ['--map', 'box', '--fill', '5'], tuning: HARMLESS };
  server = await Server.start(options);
});

afterAll(async () => server.stop());

async function visit(size?: typeof PHONE): Promise<Visitor> {
  return open(server.address, size);
}

/** By keys alone: from a page or a match into a section of the settings. */
async function openSection(visitor: Visitor, section: string): Promise<void> {
  await walkTo(visitor, 'Settings');
  await visitor.page.keyboard.press('Enter');
  await walkTo(visitor, section, 'ArrowRight');
}

/** By keys alone: gives a control another key. */
async function rebind(visitor: Visitor, control: string, code: string): Promise<string> {
  await walkTo(visitor, control);
  await visitor.page.keyboard.press('Enter');
  await visitor.page.keyboard.press(code);
  return visitor.page.locator('.controls .binder [role=status]').innerText();
}

async function dashes(visitor: Visitor, code: string): Promise<boolean> {
  const ready = async (): Promise<boolean> =>
    (await visitor.page.getByRole('meter', { name: 'Dash' }).getAttribute('aria-valuenow')) === '100';
  await until('the dash is ready', ready, 10_000);
  await visitor.page.keyboard.press(code);
  const end = performance.now() + 1000;
  while (performance.now() < end) {
    if (!(await ready())) {
      return true;
    }
  }
  return false;
}

async function look(visitor: Visitor): Promise<(string | undefined)[]> {
  return visitor.page.evaluate(() => {
    const { dataset, style } = document.documentElement;
    return [dataset['theme'], dataset['palette'], dataset['motion'], style.getPropertyValue('--text-size')];
  });
}

test('settings_are_reached_and_left_by_the_keyboard_which_stays_inside', async () => {
  const anna = await visit();
  await openSection(anna, 'Audio');
  for (const key of ['Tab', 'Shift+Tab']) {
    const visited: string[] = [];
    for (let step = 0; step < 24; step += 1) {
      await anna.page.keyboard.press(key);
      visited.push(
        await anna.page.evaluate(() => {
          const focused = document.activeElement;
          return focused?.closest('dialog') == null ? 'outside' : `${focused.id}${focused.textContent}`;
        }),
      );
    }
    // Done, the tab, five settings and the reset, three times round.
    expect(new Set(visited).size).toBe(8);
    expect(visited).not.toContain('outside');
    expect(visited.slice(8, 16)).toEqual(visited.slice(0, 8));
  }
  await anna.page.keyboard.press('Escape');
  expect(await anna.page.getByRole('dialog').isVisible()).toBe(false);
  expect(await anna.page.evaluate(() => document.activeElement?.textContent)).toBe('Settings');
  await clean(anna);
});

test.each([undefined, PHONE])('every_section_is_accessible_and_keeps_its_place', async (size) => {
  const anna = await visit(size);
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  const dialog = anna.page.getByRole('dialog', { name: 'Settings' });
  const before = await dialog.boundingBox();
  for (const section of ['Audio', 'Video', 'Controls', 'Gamepad', 'Player']) {
    await anna.page.getByRole('tab', { name: section }).click();
    await anna.shot(`settings-${section.toLowerCase()}`);
    expect(await dialog.boundingBox()).toEqual(before);
    await clean(anna);
  }
});

test('a_control_gets_another_key_plays_with_it_and_keeps_it_over_a_reload', async () => {
  const anna = await visit();
  await anna.play('Anna');
  expect(await dashes(anna, 'Space')).toBe(true);
  await anna.page.keyboard.press('Escape');
  await openSection(anna, 'Controls');
  expect(await rebind(anna, 'Dash', 'KeyF')).toBe('“Dash” is now on F.');
  await anna.page.keyboard.press('Escape');
  await anna.page.keyboard.press('Escape');
  expect(await dashes(anna, 'KeyF')).toBe(true);
  expect(await dashes(anna, 'Space')).toBe(false);
  await anna.page.reload();
  await anna.inPlay();
  expect(await dashes(anna, 'KeyF')).toBe(true);
  await clean(anna);
});

test('a_key_of_another_control_is_swapped_and_one_that_is_not_ours_is_refused_in_words', async () => {
  const anna = await visit();
  await openSection(anna, 'Controls');
  expect(await rebind(anna, 'Dash', 'KeyR')).toBe(
    '“Dash” is now on R. “Reload” was there, and is on Space now.',
  );
  expect(await rebind(anna, 'Reload', 'Control')).toContain('belongs to the browser');
  await anna.shot('settings-listening');
  await anna.page.keyboard.press('Escape');
  const told = anna.page.locator('.controls .binder [role=status]');
  expect(await told.innerText()).toBe('“Reload” stays on Space.');
  expect(await anna.page.getByRole('dialog').isVisible()).toBe(true);
  await anna.page.getByRole('button', { name: 'Reset to defaults' }).click();
  expect(await anna.page.getByRole('button', { name: 'Dash Space' }).isVisible()).toBe(true);
  await clean(anna);
});

test('a_button_of_the_mouse_is_bound_on_its_row_and_plays', async () => {
  const anna = await visit();
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('tab', { name: 'Controls' }).click();
  const row = anna.page.getByRole('button', { name: 'Dash' });
  await row.click();
  // Pressed elsewhere, the button of the mouse is none for playing.
  await anna.page.getByRole('heading', { name: 'Settings' }).click();
  expect(await row.innerText()).toContain('Space');
  await row.click();
  await row.click({ button: 'right' });
  expect(await row.innerText()).toContain('right button');
  await anna.page.getByRole('button', { name: 'Done' }).click();
  await anna.play('Anna');
  await anna.aim(1, 0);
  const dash = anna.page.getByRole('meter', { name: 'Dash' });
  await until('the dash is ready', async () => (await dash.getAttribute('aria-valuenow')) === '100', 5000);
  // A second button, while the first is held.
  await anna.page.mouse.down();
  await anna.page.mouse.down({ button: 'right' });
  await until('Anna dashes', async () => (await dash.getAttribute('aria-valuenow')) !== '100', 5000);
  await anna.page.mouse.up({ button: 'right' });
  await anna.page.mouse.up();
  await clean(anna);
});

test('cloth_text_size_and_contrast_are_seen_at_once_and_survive_a_reload', async () => {
  const anna = await visit();
  await openSection(anna, 'Video');
  await walkTo(anna, 'Night Hoop');
  await anna.page.keyboard.press('ArrowRight');
  await walkTo(anna, 'Text size');
  await anna.page.keyboard.press('End');
  await walkTo(anna, 'High contrast');
  await anna.page.keyboard.press('Space');
  await anna.page.getByLabel('Reduced motion').selectOption('On');
  const chosen = ['linen', 'contrast', 'reduced', '1.5'];
  expect(await look(anna)).toEqual(chosen);
  await clean(anna);
  await anna.page.reload();
  await anna.page.waitForFunction(() => window.fray !== undefined);
  expect(await look(anna)).toEqual(chosen);
  expect(await anna.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
  await anna.shot('start-linen-large');
  await clean(anna);
});

test.each(['linen', 'velvet'])('the_cloth_of_%s_can_be_read_on_every_screen', async (theme) => {
  const anna = await visit();
  await anna.page.evaluate(
    (text) => localStorage.setItem('fray.settings', text),
    JSON.stringify({ video: { theme } }),
  );
  await anna.page.reload();
  await anna.page.waitForFunction(() => window.fray !== undefined);
  await anna.shot(`start-${theme}`);
  await clean(anna);
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('tab', { name: 'Video' }).click();
  await anna.shot(`settings-${theme}`);
  await clean(anna);
  await anna.page.getByRole('button', { name: 'Done' }).click();
  await anna.play('Anna');
  await anna.page.keyboard.down('Tab');
  await anna.page.getByRole('region', { name: 'Scores' }).waitFor();
  await anna.shot(`scores-${theme}`);
  await clean(anna);
  await anna.page.keyboard.press('Escape');
  await clean(anna);
});

test('another_window_of_the_browser_follows', async () => {
  const anna = await visit();
  const second = await anna.page.context().newPage();
  await second.goto(server.address);
  await second.evaluate(() => {
    localStorage.setItem(
      'fray.settings',
      JSON.stringify({ video: { theme: 'velvet' }, player: { name: 'Bo' } }),
    );
  });
  await until('the cloth changes', async () => (await look(anna))[0] === 'velvet', 5000);
  expect(await anna.page.getByLabel('Your name').inputValue()).toBe('Bo');
  await second.close();
});

test('a_name_is_the_same_on_the_first_page_and_in_the_settings', async () => {
  const anna = await visit();
  await anna.page.getByLabel('Your name').pressSequentially('Anna B');
  await anna.page.getByRole('button', { name: 'Settings' }).click();
  await anna.page.getByRole('tab', { name: 'Player' }).click();
  const field = anna.page.getByRole('dialog').getByLabel('Your name');
  expect(await field.inputValue()).toBe('Anna B');
  await field.press('End');
  await field.pressSequentially('o C');
  expect(await field.inputValue()).toBe('Anna Bo C');
  await anna.page.getByRole('button', { name: 'Done' }).click();
  expect(await anna.page.getByLabel('Your name').inputValue()).toBe('Anna Bo C');
  await anna.page.getByRole('button', { name: 'Play', exact: true }).click();
  await anna.inPlay();
  await anna.page.keyboard.down('Tab');
  await anna.page.getByRole('row', { name: 'Anna Bo C' }).waitFor();
});
