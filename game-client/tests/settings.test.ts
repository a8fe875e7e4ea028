import { expect, test } from 'vitest';
import { DEFAULT_BINDINGS } from '../src/settings/bindings.ts';
import { bindPad, DEFAULT_PAD_BINDINGS } from '../src/settings/padbindings.ts';
import {
  cutName,
  DEFAULTS,
  openSettings,
  parseSettings,
  type Section,
  type SettingsStore,
  type StoredItem,
} from '../src/settings/settings.ts';

/** A storage of one item, as a browser has it. */
class Item implements StoredItem {
  written = 0;

  constructor(public text: string | null = null) {}

  read = (): string | null => this.text;

  write = (text: string): void => {
    this.text = text;
    this.written += 1;
  };
}

/** Stored beside the field that is looked at. */
const KEPT: Partial<Record<Section, Readonly<Record<string, unknown>>>> = {
  audio: { effects: 0.4 },
  video: { palette: 'contrast' },
  used: { walk: true },
};

function opened(stored: unknown): SettingsStore {
  return openSettings(new Item(JSON.stringify(stored)));
}

test.each([
  ['nothing', null],
  ['no_text', ''],
  ['no_json', '{"audio":'],
  ['a_number', '7'],
  ['null', 'null'],
  ['a_list', '[1,2]'],
  ['another_shape', '{"audio":4,"video":null,"controls":"KeyW","player":[],"used":true}'],
])('from_%s_the_defaults_are_read', (_name, text) => {
  expect(parseSettings(text)).toEqual(DEFAULTS);
});

test.each([
  ['audio', 'master', 0.25, 1.5],
  ['audio', 'effects', 0, -0.1],
  ['audio', 'music', 1, '1'],
  ['audio', 'muted', true, 1],
  ['audio', 'captions', true, 'yes'],
  ['video', 'theme', 'velvet', 'silk'],
  ['video', 'palette', 'contrast', 'loud'],
  ['video', 'threads', 'tritan', 'purple'],
  ['video', 'motion', 'on', true],
  ['video', 'textSize', 1.5, 1.6],
  ['video', 'names', false, 0],
  ['video', 'minimap', 'large', 'huge'],
  ['video', 'hitMarks', 'off', true],
  ['video', 'renderer', 'canvas', 'webgpu'],
  ['pad', 'swapSticks', true, 1],
  ['pad', 'vibration', false, 'no'],
  ['pad', 'aimAxes', '3,4', '4,3'],
  ['pad', 'buttons', bindPad(DEFAULT_PAD_BINDINGS, 'dash', 'Button5').bindings, 'Button5'],
  ['touch', 'haptics', false, 'no'],
  ['touch', 'swapped', true, 1],
  ['player', 'name', 'Anna', 7],
  ['player', 'language', 'de', 'tlh'],
  ['used', 'dash', true, 'true'],
] as const)('%s_%s_is_read_and_falls_back_alone', (section, field, good, broken) => {
  const read = (value: unknown): unknown => opened({ [section]: { ...KEPT[section], [field]: value } }).now;
  const expected = (value: unknown): unknown => ({
    ...DEFAULTS,
    [section]: { ...DEFAULTS[section], ...KEPT[section], [field]: value },
  });
  expect(read(good)).toEqual(expected(good));
  const fallback = new Map<string, unknown>(Object.entries(DEFAULTS[section])).get(field);
  expect(read(broken)).toEqual(expected(fallback));
});

test('a_change_is_stored_told_and_read_again_by_the_next_page', () => {
  const item = new Item();
  const store = openSettings(item);
  const told: string[] = [];
  const stop = store.subscribe((now) => told.push(`${now.video.theme} ${now.audio.master}`));
  store.set('video', { theme: 'linen', textSize: 1.25 });
  store.set('audio', { master: 0.5 });
  stop();
  store.set('audio', { muted: true });
  expect(told).toEqual(['linen 0.8', 'linen 0.5']);
  expect(openSettings(item).now).toEqual(store.now);
  expect(store.now).toEqual({
    ...DEFAULTS,
    video: { ...DEFAULTS.video, theme: 'linen', textSize: 1.25 },
    audio: { ...DEFAULTS.audio, master: 0.5, muted: true },
  });
});

test('what_changes_nothing_is_neither_stored_nor_told', () => {
  const item = new Item();
  const store = openSettings(item);
  let told = 0;
  store.subscribe(() => (told += 1));
  store.set('video', { theme: 'night' });
  store.reset('audio');
  expect([item.written, told]).toEqual([0, 0]);
});

test('a_value_that_no_reader_takes_becomes_the_default', () => {
  const store = openSettings(new Item());
  store.set('audio', { master: 0.3 });
  store.set('audio', { master: 3 });
  expect(store.now.audio.master).toBe(DEFAULTS.audio.master);
});

test('a_reset_touches_its_section_alone', () => {
  const store = opened({
    audio: { master: 0.1 },
    video: { theme: 'velvet' },
    controls: { ...DEFAULT_BINDINGS, dash: 'KeyE' },
  });
  store.reset('controls');
  expect(store.now).toEqual({
    ...DEFAULTS,
    audio: { ...DEFAULTS.audio, master: 0.1 },
    video: { ...DEFAULTS.video, theme: 'velvet' },
  });
});

test('what_another_window_wrote_is_read_and_told_but_not_written_back', () => {
  const item = new Item();
  const store = openSettings(item);
  const themes: string[] = [];
  store.subscribe((now) => themes.push(now.video.theme));
  item.text = JSON.stringify({ video: { theme: 'velvet' } });
  store.reread();
  expect([themes, item.written]).toEqual([['velvet'], 0]);
});

test('a_browser_without_storage_keeps_settings_for_the_visit', () => {
  const refuse = (): never => {
    throw new Error('SecurityError');
  };
  const store = openSettings({ read: refuse, write: refuse });
  store.set('player', { name: 'Anna' });
  expect(store.now.player.name).toBe('Anna');
});

test.each([
  ['  Anna ', 'Anna'],
  ['', ''],
  ['ж'.repeat(30), 'ж'.repeat(24)],
  ['🧶'.repeat(13), '🧶'.repeat(12)],
  [`${'a'.repeat(47)} b`, 'a'.repeat(47)],
])('the_name_%j_becomes_%j', (typed, kept) => {
  expect(cutName(typed)).toBe(kept);
});
