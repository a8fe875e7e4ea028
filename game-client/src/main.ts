/**
 * The page `/`: the only file that sees everything. It owns the clock, the frames, the socket, the storage and the
 * address, and hands them to those who need them.
 */
import '@fontsource/nunito/latin-600.css';
import '@fontsource/nunito/latin-700.css';
import '@fontsource/nunito/latin-800.css';
import { Speaker } from './audio/speaker.ts';
import { Backdrop } from './backdrop.ts';
import { Keys } from './input/keys.ts';
import type { Socket } from './net/connection.ts';
import { readWay, type Shelf } from './net/resume.ts';
import { Play, SEAT_GONE, type PlayOptions } from './play.ts';
import { orderOf } from './settings/bindings.ts';
import { openSettings, type Settings } from './settings/settings.ts';
import type { MapFile } from './sim/map.ts';
import { ownSeat } from './state/state.ts';
import { rendererAsked, roomAsked, SEAT_KEY, SETTINGS_KEY, showRoom } from './ui/address.ts';
import { copyText } from './ui/copy.ts';
import { Hud } from './ui/hud.ts';
import { blindNotice, noticeOf, type WayOn } from './ui/endings.ts';
import { KeyNames } from './ui/keynames.ts';
import { languageOf, speakIn } from './ui/language.ts';
import { fontsReady, followSettings, isMotionReduced } from './ui/look.ts';
import { Menu } from './ui/menu/menu.ts';
import { noticePage } from './ui/notice.ts';
import { Overlay } from './ui/overlay.ts';
import { SandboxPanel } from './ui/sandbox.ts';
import { countDraw, seamOf, type Draws } from './ui/seam.ts';
import type { Sight } from './ui/sight.ts';
import { StartPage } from './ui/start.ts';
import { Watcher } from './ui/watcher.ts';
import { paletteOf } from './view/palette.ts';
import { View, type Preference, type Shown } from './view/view.ts';

const RELOADED_KEY = 'fray.reloaded';
/** Kept over the loading of a page in another language: it was chosen in the settings, where one goes on. */
const CHOOSING_KEY = 'fray.choosing';
/** The close code of a server that speaks another version. */
const VERSION_CODE = 4001;

/** The build that served this page. */
const BUILD = document.querySelector<HTMLMetaElement>('meta[name="fray-build"]')?.content ?? 'unknown';

/** A visit to a room with its screen. */
interface Visit {
  readonly play: Play;
  readonly keys: Keys;
  /** Null where nothing sounds. */
  speaker: Speaker | null;
  readonly hud: Hud;
  readonly overlay: Overlay;
  /** Chooses whom the camera follows, for one without a seat. */
  watcher: Watcher | null;
  readonly sandbox: SandboxPanel;
  /** The picture is up: until then the start page stays. */
  shown: boolean;
}

const frame = element('frame');
const picture = document.createElement('div');
picture.className = 'picture';
frame.append(picture);

const settings = openSettings({
  read: () => localStorage.getItem(SETTINGS_KEY),
  write: (text) => localStorage.setItem(SETTINGS_KEY, text),
});
/** Each tab has its own seat. */
const shelf: Shelf = {
  read: () => sessionStorage.getItem(SEAT_KEY),
  write: (text) =>
    text === null ? sessionStorage.removeItem(SEAT_KEY) : sessionStorage.setItem(SEAT_KEY, text),
};
const keyNames = new KeyNames(navigator.keyboard);
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const view = View.create(preference(), window.innerWidth, window.innerHeight, paletteOf(settings.now.video));
/** Null where the browser lets nothing be drawn. */
const drawn = view.catch(() => null);
const language = languageOf(settings.now.player.language, navigator.languages);
// Everything below this line has words.
await speakIn(language, document.documentElement);
const watching = new URL(location.href).searchParams.has('watch');
let room = roomAsked();
/** What stands over the picture: at first what the page itself brought. */
let page: HTMLElement | null = document.getElementById('loading');
let start: StartPage | null = null;
let visit: Visit | null = null;
/** What plays behind the first page; null where there is nothing to be seen. */
let backdrop: Backdrop | null = null;
const menu = new Menu({
  settings,
  keys: keyNames,
  copy: copyAddress,
  leave: () => void quit(),
  inPlay: () => visit?.shown ?? false,
  opened: (open) => visit?.keys.pause(open),
});
const draws: Draws = { count: 0, own: null, playMs: null, startPlace: null, heldMs: null, movedMs: null };

/** What the address asks for goes before the settings. */
function preference(): Preference | null {
  const wanted = rendererAsked() ?? settings.now.video.renderer;
  return wanted === 'webgl' || wanted === 'canvas' ? wanted : null;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

function showPage(next: HTMLElement | null): void {
  showCloth();
  page?.remove();
  page = next;
  start = null;
  if (next !== null) {
    document.body.append(next);
  }
}

function showStart(): StartPage {
  const next: StartPage = new StartPage({
    settings,
    keys: keyNames,
    room,
    build: BUILD,
    play: () => {
      next.wait(true);
      begin();
    },
    openSettings: () => menu.settings(),
  });
  showPage(next.element);
  start = next;
  return next;
}

/** Behind the first page a match is watched, until there is a reason not to. */
function watch(): void {
  if (!document.hidden && start !== null && visit === null && backdrop === null) {
    backdrop = new Backdrop(visitOf(), performance.now());
  }
}

/** Nothing is watched: the page is of cloth again. */
function showCloth(): void {
  if (backdrop !== null) {
    backdrop.dispose();
    backdrop = null;
    page?.classList.remove('clear');
    void view.then((drawing) => drawing.clear());
  }
}

/** How a room is visited, by one who plays as by one who watches. */
function visitOf(): Omit<PlayOptions, 'watch'> {
  const size = frame.getBoundingClientRect();
  return {
    openSocket: (url, protocols) => new WebSocket(url, [...protocols]) as unknown as Socket,
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    loadMap,
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    build: BUILD,
    name: settings.now.player.name,
    room,
    aspect: size.width / Math.max(size.height, 1),
  };
}

function begin(): void {
  Object.assign(draws, {
    count: 0,
    own: null,
    playMs: performance.now(),
    startPlace: null,
    heldMs: null,
    movedMs: null,
  });
  showCloth();
  const play = new Play({ ...visitOf(), watch: watching, shelf });
  const hud = new Hud({
    copy: copyAddress,
    keyOf: (control) => keyNames.of(settings.now.controls[control]),
  });
  const overlay = new Overlay(settings, keyNames, performance.now());
  const sandbox = new SandboxPanel({
    keys: keyNames,
    command: (what, arg) => play.command(what, arg),
  });
  const keys = new Keys({
    sampler: play.sampler,
    area: picture,
    bindings: () => settings.now.controls,
    slots: () => play.slots(),
    changed: () => play.pump(),
    touched: (code) => {
      play.touch();
      sound();
      const order = orderOf(settings.now.controls, code);
      if (order !== null) {
        sandbox.order(order, play.state);
      }
    },
    heard: (control, down) => {
      overlay.heard(control, down);
      hud.heard(control, down);
    },
  });
  keys.pause(menu.isOpen);
  // Who only watches has pressed nothing, and without that a browser lets no page sound.
  visit = { play, keys, speaker: null, hud, overlay, sandbox, watcher: null, shown: false };
  sound();
}

/** A page that was loaded into its match has no gesture yet, and sounds from the first one on. */
function sound(): void {
  if (visit?.speaker === null && !watching && navigator.userActivation.hasBeenActive) {
    visit.speaker = Speaker.start(settings.now.audio);
  }
}

function copyAddress(): Promise<void> {
  return copyText(location.href);
}

async function loadMap(hash: string): Promise<MapFile> {
  const answer = await fetch(`/maps/${hash}.json`);
  if (!answer.ok) {
    throw new Error(`map ${hash}: status ${answer.status}`);
  }
  return (await answer.json()) as MapFile;
}

/** The first picture is there: the start page goes, the address names the room. */
function enter(current: Visit): void {
  current.shown = true;
  showPage(null);
  picture.after(current.hud.element, current.overlay.element, current.sandbox.element);
  if (ownSeat(current.play.state) === null) {
    current.watcher = new Watcher(document, current.play.state);
    current.hud.element.append(current.watcher.element);
  }
  room = current.play.state.welcome?.code ?? room;
  showRoom(room);
  sessionStorage.removeItem(RELOADED_KEY);
}

function leave(current: Visit, drawing: View): void {
  current.keys.dispose();
  current.speaker?.dispose();
  current.watcher?.dispose();
  current.play.dispose();
  current.hud.element.remove();
  current.overlay.element.remove();
  current.sandbox.element.remove();
  drawing.clear();
  visit = null;
}

/** Out of the match by one's own will: to the first page, and from there into any room. */
async function quit(): Promise<void> {
  const drawing = await view;
  if (visit !== null) {
    leave(visit, drawing);
  }
  room = null;
  showRoom(room);
  showStart().focus();
  watch();
}

/** It is over: say why. Another version means that this page is old, so it is loaded again, once. */
function end(current: Visit, drawing: View): void {
  const ending = current.play.state.ending;
  leave(current, drawing);
  menu.close();
  if (ending === null) {
    return;
  }
  if (ending.code === VERSION_CODE && sessionStorage.getItem(RELOADED_KEY) === null) {
    sessionStorage.setItem(RELOADED_KEY, '1');
    location.reload();
    return;
  }
  if (ending.code === SEAT_GONE) {
    // The page was loaded anew, too late for its seat.
    showStart().focus();
    watch();
    return;
  }
  const next = noticePage(noticeOf(ending), go);
  showPage(next);
  next.querySelector('button')?.focus();
}

function go(way: WayOn): void {
  if (way === 'reload') {
    location.reload();
    return;
  }
  if (way === 'quick') {
    room = null;
    showRoom(room);
  }
  showStart().wait(true);
  begin();
}

/** One frame: input leaves first, then the picture is drawn. */
function turn(drawing: View): void {
  const current = visit;
  if (current !== null) {
    current.play.pump();
    if (current.play.state.ending !== null) {
      end(current, drawing);
    } else {
      draw(current, drawing);
    }
  } else if (backdrop !== null) {
    drawBehind(backdrop, drawing);
  }
  requestAnimationFrame(() => turn(drawing));
}

function draw(current: Visit, drawing: View): void {
  const { play, keys, speaker, hud, overlay, watcher } = current;
  const shown = play.picture();
  if (shown === null || play.prediction.map === null) {
    return;
  }
  const nowMs = performance.now();
  drawing.draw(play.state, play.prediction, {
    ...shown,
    nowMs,
    pointer: keys.pointer,
    aim: play.aim,
    names: settings.now.video.names,
    watch: ownSeat(play.state) === null ? { seat: watcher?.followed ?? null } : null,
    ...worldLook(),
  });
  const ear = { ...drawing.middle, wide: drawing.layout.unitsWide };
  speaker?.update(play.state, {
    tick: shown.tick,
    nowMs,
    ear,
    fresh: shown.fresh,
    foreseen: play.volley.foreseen,
    map: play.prediction.map,
  });
  if (!current.shown) {
    enter(current);
  }
  hud.update(play.state, play.prediction, nowMs, { ...standing(drawing, keys), ...worldLook() });
  current.sandbox.update(play.state);
  const told = {
    state: play.state,
    weapons: play.slots().length,
    net: {
      line: play.line,
      delay: play.delay,
      lead: play.lead,
      corrections: play.prediction.corrections,
      pingMs: play.ping.ms,
      tickMs: shown.tickMs,
    },
    holds: play.sampler.held.size > 0,
    aim: play.sampler.aim,
    heldMs: play.heldMs,
    captions: speaker?.captions(nowMs) ?? [],
  };
  menu.warn(overlay.update(told, nowMs));
  countDraw(draws, shown.own?.place ?? null, shown.ownTick, play.sampler.held.size > 0, nowMs);
  watcher?.update();
}

/** How the world looks by the settings. */
function worldLook(): Pick<Shown, 'calm' | 'palette'> {
  const { video } = settings.now;
  return { calm: isMotionReduced(video, reducedMotion.matches), palette: paletteOf(video) };
}

/** What stands over the picture must know of it. */
function standing({ middle, layout }: View, { pointer }: Keys): Omit<Sight, 'calm' | 'palette'> {
  const { minimap, hitMarks } = settings.now.video;
  return { middle, layout, pointer, minimap, hitMarks };
}

function drawBehind(watched: Backdrop, drawing: View): void {
  const nowMs = performance.now();
  if (watched.isOver(nowMs)) {
    showCloth();
  } else if (watched.draw(drawing, worldLook(), nowMs)) {
    page?.classList.add('clear');
  }
}

/** Nobody who has hidden the page plays, and nothing is watched for them. */
function hide(isHidden: boolean): void {
  visit?.play.hide(isHidden);
  if (isHidden) {
    showCloth();
  } else {
    watch();
  }
}

/** Another language is that of a page that is loaded anew: a match goes on, and so do the settings. */
function translate({ player }: Settings): void {
  if (languageOf(player.language, navigator.languages) !== language) {
    if (menu.isOpen) {
      sessionStorage.setItem(CHOOSING_KEY, '1');
    }
    location.reload();
  }
}

function fit(drawing: View): void {
  drawing.resize(window.innerWidth, window.innerHeight);
  const { left, top, width, height } = drawing.layout;
  for (const [side, px] of Object.entries({ left, top, width, height })) {
    frame.style.setProperty(side, `${px}px`);
  }
}

async function run(): Promise<void> {
  followSettings(document.documentElement, settings, reducedMotion);
  window.addEventListener('storage', ({ key }) => key === SETTINGS_KEY && settings.reread());
  settings.subscribe(translate);
  settings.subscribe(() => start?.refresh());
  settings.subscribe(({ audio }) => visit?.speaker?.setVolumes(audio));
  void keyNames.ready.then(() => start?.refresh());
  await fontsReady();
  const first = showStart();
  // Loaded anew in the middle of a match, a page goes on with it.
  const way = readWay(shelf);
  if (watching || (way !== null && way.code === room)) {
    first.wait(true);
    begin();
  } else {
    first.focus();
  }
  if (sessionStorage.getItem(CHOOSING_KEY) !== null) {
    sessionStorage.removeItem(CHOOSING_KEY);
    menu.settings('player');
  }
  const drawing = await drawn;
  if (drawing === null) {
    visit?.play.dispose();
    visit = null;
    showPage(noticePage(blindNotice(), go));
    return;
  }
  watch();
  picture.append(drawing.canvas);
  fit(drawing);
  window.addEventListener('resize', () => fit(drawing));
  document.addEventListener('visibilitychange', () => hide(document.hidden));
  window.fray = seamOf(BUILD, draws, () => ({
    page: page?.dataset['ending'] ?? (page === null ? 'play' : 'start'),
    renderer: drawing.renderer,
    play: visit?.play ?? null,
    seat: visit === null ? null : ownSeat(visit.play.state),
    followed: visit?.watcher?.followed ?? null,
    shows: drawing.shows,
  }));
  requestAnimationFrame(() => turn(drawing));
}

void run();
