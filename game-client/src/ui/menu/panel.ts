/**
 * The settings, a section at a time: tabs over one patch of linen, which stays as large as it is.
 */
import {
  HINTS,
  LANGUAGE_CHOICES,
  MARKS,
  MINIMAPS,
  MOTIONS,
  RENDERERS,
  TEXT_SIZE_MAX,
  TEXT_SIZE_MIN,
  THEMES,
  THREADS,
  type Section,
  type Settings,
  type SettingsStore,
} from '../../settings/settings.ts';
import { button, make, setText } from '../dom.ts';
import type { KeyNames } from '../keynames.ts';
import { say } from '../say.ts';
import { Binder } from './binder.ts';
import { choice, slider, swatches, text, threadCards, tick, type Row, type Setting } from './fields.ts';
import { AssistNote, axesRow, PadBinder, padRows, type PadSource } from './padbinder.ts';

const TABS = ['audio', 'video', 'controls', 'pad', 'player'] as const satisfies readonly Section[];
export type Tab = (typeof TABS)[number];

const NAME_LENGTH_MAX = 20;
const VOLUME = { least: 0, most: 1, step: 0.05 };
const TEXT_SIZE = { least: TEXT_SIZE_MIN, most: TEXT_SIZE_MAX, step: 0.05 };

export class Panel {
  readonly element: HTMLElement;
  readonly #settings: SettingsStore;
  readonly #binder: Binder;
  readonly #padBinder: PadBinder;
  readonly #assist = new AssistNote();
  readonly #rows: readonly Row[];
  readonly #tabs = new Map<Tab, { readonly tab: HTMLButtonElement; readonly page: HTMLElement }>();
  readonly #told = make('p', { class: 'told', attributes: { role: 'status' } });
  #shown: Tab = 'audio';

  constructor(settings: SettingsStore, keys: KeyNames, pads: PadSource) {
    this.#settings = settings;
    this.#binder = new Binder({
      read: () => settings.now.controls,
      write: (bindings) => settings.set('controls', bindings),
      keyName: (code) => keys.of(code),
    });
    this.#padBinder = new PadBinder(settings, pads);
    const rows: Readonly<Record<Tab, readonly Row[]>> = {
      audio: audioRows(settings),
      video: videoRows(settings),
      controls: [this.#binder, ...touchRows(settings), hintsRow(settings)],
      pad: [...padRows(settings), this.#assist, this.#padBinder, axesRow(settings)],
      player: [nameRow(settings), languageRow(settings), ...talkRows(settings)],
    };
    this.#rows = TABS.flatMap((tab) => rows[tab]);
    const pages = TABS.map((tab) => this.#page(tab, rows[tab]));
    const list = make(
      'div',
      { class: 'tabs', attributes: { role: 'tablist', 'aria-label': say('settings.title') } },
      [...[...this.#tabs.values()].map(({ tab }) => tab)],
    );
    list.addEventListener('keydown', (event) => this.#walk(event));
    const reset = button(say('menu.reset'), '', () => {
      settings.reset(this.#shown);
      if (this.#shown === 'controls') {
        settings.reset('touch');
      }
      setText(this.#told, say('menu.wasReset'));
    });
    this.element = make('div', { class: 'panel' }, [
      list,
      make('div', { class: 'sections' }, pages),
      make('div', { class: 'foot' }, [reset, this.#told]),
    ]);
    settings.subscribe(() => this.refresh());
    void keys.ready.then(() => this.refresh());
    this.open(this.#shown);
  }

  /** Shows a section, with what is set now. */
  open(shown: Tab): void {
    this.#shown = shown;
    this.stop();
    for (const [name, { tab, page }] of this.#tabs) {
      tab.setAttribute('aria-selected', String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
      page.hidden = name !== shown;
    }
    this.refresh();
    if (shown === 'pad') {
      void this.#assist.ask();
    }
  }

  /** Puts the keyboard on the section's tab. */
  focus(): void {
    this.#tabs.get(this.#shown)?.tab.focus();
  }

  /** Nothing waits for a key any more. */
  stop(): void {
    this.#binder.stop();
    this.#padBinder.stop();
    setText(this.#told, '');
  }

  refresh(): void {
    this.#rows.forEach((row) => row.refresh(this.#settings.now));
  }

  #page(name: Tab, rows: readonly Row[]): HTMLElement {
    const tab = make('button', {
      class: 'tab',
      text: say(`settings.${name}`),
      attributes: { id: `tab-${name}`, type: 'button', role: 'tab', 'aria-controls': `section-${name}` },
    });
    tab.addEventListener('click', () => this.open(name));
    const attributes = { id: `section-${name}`, role: 'tabpanel', 'aria-labelledby': tab.id };
    const page = make('div', { class: `section ${name}`, attributes }, [
      ...rows.map(({ element }) => element),
    ]);
    this.#tabs.set(name, { tab, page });
    return page;
  }

  /** The arrows go from tab to tab, as in every list of tabs. */
  #walk(event: KeyboardEvent): void {
    const at = TABS.indexOf(this.#shown);
    const ways: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: -1,
    };
    const next = TABS.at((ways[event.code] ?? NaN) % TABS.length);
    if (ways[event.code] !== undefined && next !== undefined) {
      event.preventDefault();
      this.open(next);
      this.focus();
    }
  }
}

function audioRows(settings: SettingsStore): Row[] {
  type Audio = Settings['audio'];
  const at = <F extends keyof Audio>(field: F): Setting<Audio[F]> => ({
    read: ({ audio }) => audio[field],
    write: (value) => settings.set('audio', { [field]: value }),
  });
  return [
    slider({ id: 'audio-master', label: say('audio.master') }, VOLUME, at('master')),
    slider({ id: 'audio-effects', label: say('audio.effects') }, VOLUME, at('effects')),
    slider({ id: 'audio-music', label: say('audio.music') }, VOLUME, at('music')),
    tick({ id: 'audio-muted', label: say('audio.muted') }, at('muted')),
    tick(
      { id: 'audio-captions', label: say('audio.captions'), note: say('audio.captions.note') },
      at('captions'),
    ),
  ];
}

function videoRows(settings: SettingsStore): Row[] {
  type Video = Settings['video'];
  const at = <F extends keyof Video>(field: F): Setting<Video[F]> => ({
    read: ({ video }) => video[field],
    write: (value) => settings.set('video', { [field]: value }),
  });
  const contrast: Setting<boolean> = {
    read: ({ video }) => video.palette === 'contrast',
    write: (on) => settings.set('video', { palette: on ? 'contrast' : 'normal' }),
  };
  const themes = THEMES.map((theme) => [theme, say(`video.theme.${theme}`)] as const);
  const dyes = THREADS.map((name) => [name, say(`video.threads.${name}`)] as const);
  const motions = MOTIONS.map((motion) => [motion, say(`video.motion.${motion}`)] as const);
  const maps = MINIMAPS.map((size) => [size, say(`video.minimap.${size}`)] as const);
  const marks = MARKS.map((kind) => [kind, say(`video.marks.${kind}`)] as const);
  const renderers = RENDERERS.map((renderer) => [renderer, say(`video.renderer.${renderer}`)] as const);
  const renderer = { id: 'video-renderer', label: say('video.renderer'), note: say('video.renderer.note') };
  return [
    swatches({ id: 'video-theme', label: say('video.theme') }, themes, at('theme')),
    slider({ id: 'video-text', label: say('video.text') }, TEXT_SIZE, at('textSize')),
    threadCards({ id: 'video-threads', label: say('video.threads') }, dyes, at('threads')),
    tick({ id: 'video-contrast', label: say('video.contrast') }, contrast),
    tick({ id: 'video-names', label: say('video.names') }, at('names')),
    choice({ id: 'video-minimap', label: say('video.minimap') }, maps, at('minimap')),
    choice({ id: 'video-marks', label: say('video.marks') }, marks, at('hitMarks')),
    choice({ id: 'video-motion', label: say('video.motion') }, motions, at('motion')),
    choice(renderer, renderers, at('renderer')),
  ];
}

/** For whoever plays by touch: elsewhere the style sheet hides them. */
function touchRows(settings: SettingsStore): Row[] {
  const at = (field: keyof Settings['touch']): Setting<boolean> => ({
    read: ({ touch }) => touch[field],
    write: (on) => settings.set('touch', { [field]: on }),
  });
  const rows = [
    tick({ id: 'touch-swapped', label: say('touch.swapped') }, at('swapped')),
    tick({ id: 'touch-haptics', label: say('touch.haptics') }, at('haptics')),
  ];
  rows.forEach(({ element }) => element.classList.add('by-touch'));
  return rows;
}

/** Ticked, all hints are shown again; they untick it one by one. */
function hintsRow(settings: SettingsStore): Row {
  return tick(
    { id: 'controls-hints', label: say('controls.hints') },
    {
      read: ({ used }) => HINTS.some((hint) => !used[hint]),
      write: (shown) =>
        settings.set('used', Object.fromEntries(HINTS.map((hint) => [hint, !shown])) as Settings['used']),
    },
  );
}

function nameRow(settings: SettingsStore): Row {
  const about = { id: 'player-name', label: say('player.name'), note: say('player.name.note') };
  return text(about, NAME_LENGTH_MAX, {
    read: ({ player }) => player.name,
    write: (name) => settings.set('player', { name }),
  });
}

function talkRows(settings: SettingsStore): Row[] {
  const at = (field: 'lines' | 'words'): Setting<boolean> => ({
    read: ({ talk }) => talk[field],
    write: (on) => settings.set('talk', { [field]: on }),
  });
  return [
    tick({ id: 'talk-lines', label: say('talk.showLines') }, at('lines')),
    tick({ id: 'talk-words', label: say('talk.showWords') }, at('words')),
  ];
}

function languageRow(settings: SettingsStore): Row {
  const about = { id: 'player-language', label: say('player.language'), note: say('player.language.note') };
  const choices = LANGUAGE_CHOICES.map((language) => {
    const key = language === 'auto' ? 'player.language.auto' : (`language.${language}` as const);
    return [language, say(key)] as const;
  });
  return choice(about, choices, {
    read: ({ player }) => player.language,
    write: (language) => settings.set('player', { language }),
  });
}
