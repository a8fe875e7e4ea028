/**
 * What a player has chosen: one typed value, kept as one JSON item of a storage that is an argument.
 *
 *     item ──▶ read: each field by its own reader, the default where it is missing or broken ──▶ Settings
 *     set, reset ──▶ read again ──▶ item, then those who subscribed
 *
 * Knows no page, and nobody who reads it.
 */
import { readBindings, type Bindings } from './bindings.ts';
import { readPadBindings, type PadBindings } from './padbindings.ts';

export const THEMES = ['night', 'linen', 'velvet'] as const;
/** The cloth that pages and world are made of. */
export type Theme = (typeof THEMES)[number];
export const PALETTES = ['normal', 'contrast'] as const;
export type Palette = (typeof PALETTES)[number];
/** Which eyes the threads are dyed for: some see red and green alike, a few blue and yellow. */
export const THREADS = ['normal', 'deutan', 'tritan'] as const;
export type Threads = (typeof THREADS)[number];
export const RENDERERS = ['auto', 'webgl', 'canvas'] as const;
export type RendererChoice = (typeof RENDERERS)[number];
export const MOTIONS = ['auto', 'on', 'off'] as const;
export type MotionChoice = (typeof MOTIONS)[number];
export const AIM_AXES = ['2,3', '3,4', '2,5'] as const;
/** Which two axes of a gamepad that the browser does not know are the stick that aims. */
export type AimAxes = (typeof AIM_AXES)[number];
/** The map in the corner; `auto` hides it where there is no room. */
export const MINIMAPS = ['auto', 'off', 'small', 'large'] as const;
export type MinimapChoice = (typeof MINIMAPS)[number];
/** How the own hits are marked. */
export const MARKS = ['off', 'marks', 'numbers'] as const;
export type MarksChoice = (typeof MARKS)[number];
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_CHOICES = ['auto', ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];
/** What a newcomer is told of, in this order. */
export const HINTS = ['walk', 'fire', 'dash', 'switch', 'wind', 'shield'] as const;
export type Hint = (typeof HINTS)[number];

export const TEXT_SIZE_MIN = 0.85;
export const TEXT_SIZE_MAX = 1.5;
/** The protocol's limit of a name, in bytes of UTF-8. */
const NAME_BYTES_MAX = 48;

export interface Settings {
  readonly audio: {
    /** Volumes, 0 to 1: of everything, and of two kinds of sound. */
    readonly master: number;
    readonly effects: number;
    readonly music: number;
    readonly muted: boolean;
    /** Sounds are written on the screen. */
    readonly captions: boolean;
  };
  readonly video: {
    readonly theme: Theme;
    readonly palette: Palette;
    readonly threads: Threads;
    /** Reduced motion; `auto` asks the system. */
    readonly motion: MotionChoice;
    /** All text of the pages, as a share of its usual size. */
    readonly textSize: number;
    /** Names stand under the bodies. */
    readonly names: boolean;
    readonly minimap: MinimapChoice;
    readonly hitMarks: MarksChoice;
    /** Takes effect when the page is loaded. */
    readonly renderer: RendererChoice;
  };
  readonly controls: Bindings;
  readonly pad: {
    readonly buttons: PadBindings;
    /** The right stick walks, and the left one aims. */
    readonly swapSticks: boolean;
    readonly aimAxes: AimAxes;
    readonly vibration: boolean;
  };
  /** How one plays by touch. */
  readonly touch: {
    /** Hits are felt, where the device can do that. */
    readonly haptics: boolean;
    /** The right thumb walks, and the left one aims. */
    readonly swapped: boolean;
  };
  readonly player: {
    readonly name: string;
    /** What the pages are written in; `auto` asks the browser. Takes effect when the page is loaded. */
    readonly language: LanguageChoice;
  };
  readonly talk: {
    /** What people write is shown. */
    readonly lines: boolean;
    /** Quick words are shown. */
    readonly words: boolean;
    /** By the marks of those whom one does not want to hear, in any room. */
    readonly muted: readonly number[];
  };
  /** Which of it the player has done before. */
  readonly used: Readonly<Record<Hint, boolean>>;
}

export type Section = keyof Settings;

/** The one item of a storage. Either function may throw: a browser may forbid storage, or have no room left. */
export interface StoredItem {
  readonly read: () => string | null;
  readonly write: (text: string) => void;
}

export interface SettingsStore {
  readonly now: Settings;
  /** Changes fields of a section. A value that no reader takes becomes the default. */
  readonly set: <S extends Section>(section: S, fields: Partial<Settings[S]>) => void;
  /** Back to the defaults of a section. */
  readonly reset: (section: Section) => void;
  /** Reads the item again: another window has written it. */
  readonly reread: () => void;
  /** Calls back after each change, until the function that is returned is called. */
  readonly subscribe: (listener: (now: Settings) => void) => () => void;
}

type Reader<T> = (stored: unknown) => T;

const within =
  (least: number, most: number, fallback: number): Reader<number> =>
  (stored) =>
    typeof stored === 'number' && stored >= least && stored <= most ? stored : fallback;

const flag =
  (fallback: boolean): Reader<boolean> =>
  (stored) =>
    typeof stored === 'boolean' ? stored : fallback;

const oneOf =
  <T extends string>(choices: readonly T[], fallback: T): Reader<T> =>
  (stored) =>
    choices.find((choice) => choice === stored) ?? fallback;

/** Of more than so many the first is forgotten. */
const MUTED_MAX = 200;
const marks: Reader<readonly number[]> = (stored) =>
  (Array.isArray(stored) ? stored : [])
    .filter((each): each is number => Number.isInteger(each) && Number(each) > 0)
    .slice(-MUTED_MAX);

function fields<T>(readers: { readonly [F in keyof T]: Reader<T[F]> }): Reader<T> {
  return (stored) => {
    const table: Readonly<Record<string, unknown>> =
      typeof stored === 'object' && stored !== null ? { ...stored } : {};
    const read = Object.entries<Reader<unknown>>(readers).map(([field, reader]) => [
      field,
      reader(table[field]),
    ]);
    return Object.fromEntries(read) as T;
  };
}

const readSettings = fields<Settings>({
  audio: fields<Settings['audio']>({
    master: within(0, 1, 0.8),
    effects: within(0, 1, 1),
    music: within(0, 1, 0.6),
    muted: flag(false),
    captions: flag(false),
  }),
  video: fields<Settings['video']>({
    theme: oneOf(THEMES, 'night'),
    palette: oneOf(PALETTES, 'normal'),
    threads: oneOf(THREADS, 'normal'),
    motion: oneOf(MOTIONS, 'auto'),
    textSize: within(TEXT_SIZE_MIN, TEXT_SIZE_MAX, 1),
    names: flag(true),
    minimap: oneOf(MINIMAPS, 'auto'),
    hitMarks: oneOf(MARKS, 'numbers'),
    renderer: oneOf(RENDERERS, 'auto'),
  }),
  controls: readBindings,
  pad: fields<Settings['pad']>({
    buttons: readPadBindings,
    swapSticks: flag(false),
    aimAxes: oneOf(AIM_AXES, '2,3'),
    vibration: flag(true),
  }),
  touch: fields<Settings['touch']>({ haptics: flag(true), swapped: flag(false) }),
  player: fields<Settings['player']>({
    name: (stored) => cutName(typeof stored === 'string' ? stored : ''),
    language: oneOf(LANGUAGE_CHOICES, 'auto'),
  }),
  talk: fields<Settings['talk']>({ lines: flag(true), words: flag(true), muted: marks }),
  used: fields<Settings['used']>({
    walk: flag(false),
    fire: flag(false),
    wind: flag(false),
    shield: flag(false),
    dash: flag(false),
    switch: flag(false),
  }),
});

export const DEFAULTS: Settings = readSettings(null);

/** The settings in a text; the defaults wherever it does not say them. */
export function parseSettings(text: string | null): Settings {
  try {
    return readSettings(JSON.parse(text ?? ''));
  } catch {
    return DEFAULTS;
  }
}

/** As much of a name as the protocol takes. */
export function cutName(name: string): string {
  let whole = [...name.trim()];
  while (new TextEncoder().encode(whole.join('')).length > NAME_BYTES_MAX) {
    whole = whole.slice(0, -1);
  }
  return whole.join('').trim();
}

export function openSettings(item: StoredItem): SettingsStore {
  const listeners = new Set<(now: Settings) => void>();
  let now = parseSettings(stored(item));
  const become = (next: Settings): boolean => {
    if (JSON.stringify(next) === JSON.stringify(now)) {
      return false;
    }
    now = next;
    listeners.forEach((listener) => listener(now));
    return true;
  };
  const change = (section: Section, value: unknown): void => {
    if (become(readSettings({ ...now, [section]: value }))) {
      keep(item, JSON.stringify(now));
    }
  };
  return {
    get now() {
      return now;
    },
    set: (section, some) => change(section, { ...now[section], ...some }),
    reset: (section) => change(section, null),
    reread: () => void become(parseSettings(stored(item))),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function stored(item: StoredItem): string | null {
  try {
    return item.read();
  } catch {
    return null;
  }
}

/** What cannot be kept holds until the page is closed. */
function keep(item: StoredItem, text: string): void {
  try {
    item.write(text);
  } catch {
    return;
  }
}
