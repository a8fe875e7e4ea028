/**
 * The page `/`: the only file that sees everything. It owns the frames, the storage and the address, and hands them, with
 * what `browser.ts` has of the machine, to those who need them.
 */
import '@fontsource/nunito/latin-600.css';
import '@fontsource/nunito/latin-700.css';
import '@fontsource/nunito/latin-800.css';
import { Speaker } from './audio/speaker.ts';
import { Backdrop } from './backdrop.ts';
import { BROWSER } from './browser.ts';
import { Keys, type KeysOptions } from './input/keys.ts';
import { holdsAny } from './input/sampler.ts';
import { personOf } from './net/person.ts';
import { readWay } from './net/resume.ts';
import { padPlayer, padsOf } from './pad.ts';
import { Play, SEAT_GONE, type PlayOptions } from './play.ts';
import { orderOf } from './settings/bindings.ts';
import { openSettings, type Settings } from './settings/settings.ts';
import { ownSeat } from './state/state.ts';
import { rendererAsked, roomAsked, SETTINGS_KEY, showRoom } from './ui/address.ts';
import { copyText, sharing } from './ui/copy.ts';
import { Hands } from './ui/hands.ts';
import { Haptics } from './ui/haptics.ts';
import { Hud } from './ui/hud.ts';
import { blindNotice, noticeOf, type WayOn } from './ui/endings.ts';
import { KeyNames } from './ui/keynames.ts';
import { languageOf, speakIn } from './ui/language.ts';
import { fontsReady, followSettings, isMotionReduced } from './ui/look.ts';
import { LookOn } from './ui/lookon.ts';
import { Menu } from './ui/menu/menu.ts';
import { noticePage } from './ui/notice.ts';
import { Overlay } from './ui/overlay.ts';
import { ControlNames } from './ui/padnames.ts';
import { Felt } from './ui/rumble.ts';
import { SandboxPanel } from './ui/sandbox.ts';
import { countDraw, seamOf, type Draws } from './ui/seam.ts';
import { TabShelf } from './net/shelf.ts';
import { StartPage } from './ui/start.ts';
import { Talk } from './ui/talk/talk.ts';
import { TouchPad } from './ui/touch.ts';
import { Watcher } from './ui/watcher.ts';
import { storeOf } from './store.ts';
import { paint, tell, type Visit } from './visit.ts';
import { paletteOf } from './view/palette.ts';
import { View, type Preference, type Shown } from './view/view.ts';

const RELOADED_KEY = 'fray.reloaded';
/** Kept over the loading of a page in another language: it was chosen in the settings, where one goes on. */
const CHOOSING_KEY = 'fray.choosing';
/** The close code of a server that speaks another version. */
const VERSION_CODE = 4001;

/** The build that served this page. */
const BUILD = document.querySelector<HTMLMetaElement>('meta[name="fray-build"]')?.content ?? 'unknown';

const frame = element('frame');
const picture = document.createElement('div');
picture.className = 'picture';
frame.append(picture);

const tab = storeOf(() => sessionStorage);
const site = storeOf(() => localStorage);
const settings = openSettings({
  read: () => site.getItem(SETTINGS_KEY),
  write: (text) => site.setItem(SETTINGS_KEY, text),
});
const shelf = new TabShelf(tab, site, () => Date.now());
const person = personOf(site, (count) => crypto.getRandomValues(new Uint8Array(count)));
const keyNames = new KeyNames(navigator.keyboard);
const hands = new Hands(document, matchMedia('(pointer: coarse)').matches);
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
const pads = padsOf({
  settings,
  player: () =>
    visit?.shown === true && visit.watcher === null && visit.talk.chooser === null ? visit.pad : null,
  page: () => page ?? visit?.talk.chooser ?? visit?.watcher?.element ?? null,
  menu: () => menu,
  back: () => visit?.talk.closeWheel(),
  switched: () => start?.refresh(),
});
const controlNames = new ControlNames(settings, keyNames, () => pads.used);
const menu = new Menu({
  settings,
  keys: keyNames,
  pads,
  copy: copyAddress,
  address: () => location.href,
  share: sharing(),
  host: (wish) => visit?.play.tell({ kind: 'host', ...wish }),
  moderate: (what, seat, why) => visit?.play.tell({ kind: 'moderate', what, seat, why }),
  leave: () => void quit(),
  inPlay: () => visit?.shown ?? false,
  opened: (open) => {
    visit?.keys.pause(open);
    visit?.touch.letAll();
    visit?.talk.closeWheel();
  },
  switch: (control) => visit?.overlay.heard(control, true),
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
    keys: controlNames,
    room,
    build: BUILD,
    play: () => {
      next.wait(true);
      begin({ anew: true });
    },
    befriend: () => {
      next.wait(true);
      begin({ anew: true, private: true });
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
    ...BROWSER,
    build: BUILD,
    name: settings.now.player.name,
    person,
    room,
    aspect: size.width / Math.max(size.height, 1),
  };
}

function begin(way: Pick<PlayOptions, 'anew' | 'private'>): void {
  Object.assign(draws, {
    count: 0,
    own: null,
    playMs: performance.now(),
    startPlace: null,
    heldMs: null,
    movedMs: null,
  });
  showCloth();
  const play = new Play({ ...visitOf(), ...way, watch: watching, shelf });
  const hud = new Hud({
    copy: copyAddress,
    keyOf: (control) => controlNames.of(control),
    vote: (choice) => {
      play.touch();
      play.tell({ kind: 'vote', choice });
    },
  });
  const overlay = new Overlay(settings, controlNames, hands, performance.now());
  const sandbox = new SandboxPanel({
    keys: keyNames,
    command: (what, arg = '') => play.tell({ kind: 'command', what, arg }),
  });
  const talk = new Talk({ settings, say: (saying) => play.tell({ kind: 'say', ...saying }) });
  const lookOn = new LookOn((seat) => play.tell({ kind: 'follow', seat }));
  hud.element.append(lookOn.element);
  const options: KeysOptions = {
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
      if (down) {
        talk.heard(control);
        lookOn.heard(control);
      }
    },
  };
  const keys = new Keys(options);
  keys.pause(menu.isOpen);
  const touch = touchOf(keys, play);
  // Some browsers cannot, whatever their types say.
  const haptics = new Haptics((pattern) => void (navigator as Partial<Navigator>).vibrate?.(pattern));
  // Who only watches has pressed nothing, and without that a browser lets no page sound.
  const pad = padPlayer(options, keys.pointer, play, view);
  const felt = new Felt();
  const parts = { play, keys, pad, felt, touch, haptics, hud, overlay, sandbox, talk, lookOn };
  visit = { ...parts, speaker: null, watcher: null, shown: false, isNew: way.private === true };
  sound();
}

function touchOf(keys: Keys, play: Play): TouchPad {
  return new TouchPad({
    keys,
    frame,
    picture,
    swapped: () => settings.now.touch.swapped,
    touched: () => {
      play.touch();
      sound();
    },
    menu: () => menu.pause(),
  });
}

/** A page that was loaded into its match has no gesture yet, and sounds from the first one on; so does one that was silenced. */
function sound(): void {
  if (visit?.speaker === null && !watching && navigator.userActivation.hasBeenActive) {
    visit.speaker = Speaker.start(settings.now.audio);
  }
  visit?.speaker?.wake();
}

function copyAddress(): Promise<void> {
  return copyText(location.href);
}

/** The first picture is there: the start page goes. */
function enter(current: Visit): void {
  current.shown = true;
  showPage(null);
  const { touch, talk, hud, overlay, sandbox } = current;
  picture.after(...[touch, talk, hud, overlay, sandbox].map(({ element: part }) => part));
  if (ownSeat(current.play.state) === null) {
    current.watcher = new Watcher(document, current.play.state);
    current.hud.element.append(current.watcher.element);
  }
  tab.removeItem(RELOADED_KEY);
  if (current.isNew) {
    menu.friends();
  }
}

function leave(current: Visit, drawing: View): void {
  current.touch.dispose();
  current.keys.dispose();
  current.speaker?.dispose();
  current.watcher?.dispose();
  current.play.dispose();
  current.hud.element.remove();
  current.overlay.element.remove();
  current.sandbox.element.remove();
  current.talk.dispose();
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
  if (ending.code === VERSION_CODE && tab.getItem(RELOADED_KEY) === null) {
    tab.setItem(RELOADED_KEY, '1');
    location.reload();
    return;
  }
  if (ending.code === SEAT_GONE) {
    // The page was loaded anew, too late for its seat.
    showStart().focus();
    watch();
    return;
  }
  const next = noticePage(noticeOf(ending), (way) => go(way, current.isNew && !current.shown));
  showPage(next);
  next.querySelector('button')?.focus();
}

/** `isPrivate`: a room of one's own was to be opened, and is still. */
function go(way: WayOn, isPrivate = false): void {
  if (way === 'reload') {
    location.reload();
    return;
  }
  if (way === 'quick') {
    room = null;
    showRoom(room);
  }
  showStart().wait(true);
  begin({ anew: true, private: isPrivate && way === 'again' });
}

/** One frame: input leaves first, then the picture is drawn. One that fails is not the last. */
function turn(drawing: View): void {
  requestAnimationFrame(() => turn(drawing));
  pads.poll(performance.now());
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
}

function draw(current: Visit, drawing: View): void {
  const { play } = current;
  const shown = play.picture();
  if (shown === null || play.prediction.map === null) {
    return;
  }
  const nowMs = performance.now();
  const around = { nowMs, settings: settings.now, isTouch: hands.isTouch, look: worldLook() };
  paint(current, shown, drawing, around);
  if (!current.shown) {
    enter(current);
  }
  const code = play.state.welcome?.code ?? room;
  if (code !== room) {
    // Also when the room that one was in is no more, and another one took one in.
    room = code;
    showRoom(room);
  }
  menu.update(play.state);
  menu.warn(tell(current, shown, drawing, around));
  countDraw(draws, shown.own?.place ?? null, shown.ownTick, holdsAny(play.sampler), nowMs);
  const felt = current.felt.update(play.state);
  if (felt !== null) {
    pads.shake(felt);
  }
}

/** How the world looks by the settings. */
function worldLook(): Pick<Shown, 'calm' | 'palette'> {
  const { video } = settings.now;
  return { calm: isMotionReduced(video, reducedMotion.matches), palette: paletteOf(video) };
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
    visit?.speaker?.wake();
    watch();
  }
}

/** Another language is that of a page that is loaded anew: a match goes on, and so do the settings. */
function translate({ player }: Settings): void {
  if (languageOf(player.language, navigator.languages) !== language) {
    if (menu.isOpen) {
      tab.setItem(CHOOSING_KEY, '1');
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
  if (visit !== null) {
    visit.play.aspect = width / Math.max(height, 1);
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
    begin({});
  } else {
    first.focus();
  }
  if (tab.getItem(CHOOSING_KEY) !== null) {
    tab.removeItem(CHOOSING_KEY);
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
  window.addEventListener('pagehide', () => shelf.leave());
  window.fray = seamOf(BUILD, draws, () => ({
    page: page?.dataset['ending'] ?? (page === null ? 'play' : 'start'),
    renderer: drawing.renderer,
    play: visit?.play ?? null,
    seat: visit === null ? null : ownSeat(visit.play.state),
    followed: visit?.watcher?.followed ?? visit?.lookOn.followed ?? null,
    shows: drawing.shows,
  }));
  requestAnimationFrame(() => turn(drawing));
}

void run();
