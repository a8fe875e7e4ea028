/**
 * The page `/`: the only file that sees everything. It owns the clock, the frames, the socket, the storage and the
 * address, and hands them to those who need them.
 */
import '@fontsource/nunito/latin-600.css';
import '@fontsource/nunito/latin-700.css';
import '@fontsource/nunito/latin-800.css';
import { Keys } from './input/keys.ts';
import type { Socket } from './net/connection.ts';
import { Play, type Picture } from './play.ts';
import type { MapFile } from './sim/map.ts';
import { ownSeat } from './state/state.ts';
import { Hud } from './ui/hud.ts';
import { noticeOf, type WayOn } from './ui/endings.ts';
import { noticePage } from './ui/notice.ts';
import { seamOf, type Draws } from './ui/seam.ts';
import { StartPage } from './ui/start.ts';
import { Watcher } from './ui/watcher.ts';
import { View, type Preference } from './view/view.ts';

const NAME_KEY = 'fray.name';
const RELOADED_KEY = 'fray.reloaded';
/** The close code of a server that speaks another version. */
const VERSION_CODE = 4001;

/** The build that served this page. */
const BUILD = document.querySelector<HTMLMetaElement>('meta[name="fray-build"]')?.content ?? 'unknown';

/** A visit to a room with its screen. */
interface Visit {
  readonly play: Play;
  readonly keys: Keys;
  readonly hud: Hud;
  /** Chooses whom the camera follows, for one without a seat. */
  watcher: Watcher | null;
  /** The picture is up: until then the start page stays. */
  shown: boolean;
}

const frame = element('frame');
const picture = document.createElement('div');
picture.className = 'picture';
frame.append(picture);

const address = new URL(location.href);
const view = View.create(rendererOf(address), window.innerWidth, window.innerHeight);
const watching = address.searchParams.has('watch');
let room = roomOf(address);
let page: HTMLElement | null = null;
let visit: Visit | null = null;
const draws: Draws = { count: 0, playMs: null, startPlace: null, heldMs: null, movedMs: null };

function roomOf({ searchParams }: URL): string | null {
  const code = (searchParams.get('room') ?? '').trim().toUpperCase();
  return code === '' ? null : code;
}

function rendererOf({ searchParams }: URL): Preference | null {
  const asked = searchParams.get('renderer');
  return asked === 'webgl' || asked === 'canvas' ? asked : null;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}

function showPage(next: HTMLElement | null): void {
  page?.remove();
  page = next;
  if (next !== null) {
    document.body.append(next);
  }
}

function showStart(): StartPage {
  const name = localStorage.getItem(NAME_KEY) ?? '';
  const start: StartPage = new StartPage({
    name,
    room,
    build: BUILD,
    play: (chosen) => {
      localStorage.setItem(NAME_KEY, chosen);
      start.wait(true);
      begin(chosen);
    },
  });
  showPage(start.element);
  return start;
}

function begin(name: string): void {
  Object.assign(draws, {
    count: 0,
    playMs: performance.now(),
    startPlace: null,
    heldMs: null,
    movedMs: null,
  });
  const size = frame.getBoundingClientRect();
  const play = new Play({
    openSocket: (url, protocols) => new WebSocket(url, [...protocols]) as unknown as Socket,
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    loadMap,
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    build: BUILD,
    name,
    room,
    watch: watching,
    aspect: size.width / Math.max(size.height, 1),
  });
  const hud = new Hud({ copy: copyAddress });
  const keys = new Keys(play.sampler, picture, () => play.pump());
  visit = { play, keys, hud, watcher: null, shown: false };
}

/** The clipboard of today is for secure pages only; a game in the house is often played over plain HTTP. */
async function copyAddress(): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(location.href);
    return;
  }
  const text = document.createElement('textarea');
  text.value = location.href;
  document.body.append(text);
  text.select();
  document.execCommand('copy');
  text.remove();
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
  picture.after(current.hud.element);
  if (ownSeat(current.play.state) === null) {
    current.watcher = new Watcher(document, current.play.state);
    current.hud.element.append(current.watcher.element);
  }
  room = current.play.state.welcome?.code ?? room;
  const shown = new URL(location.href);
  shown.searchParams.set('room', room ?? '');
  history.replaceState(null, '', shown);
  sessionStorage.removeItem(RELOADED_KEY);
}

function leave(current: Visit, drawing: View): void {
  current.keys.dispose();
  current.watcher?.dispose();
  current.play.dispose();
  current.hud.element.remove();
  drawing.clear();
  visit = null;
}

/** It is over: say why. Another version means that this page is old, so it is loaded again, once. */
function end(current: Visit, drawing: View): void {
  const ending = current.play.state.ending;
  leave(current, drawing);
  if (ending === null) {
    return;
  }
  if (ending.code === VERSION_CODE && sessionStorage.getItem(RELOADED_KEY) === null) {
    sessionStorage.setItem(RELOADED_KEY, '1');
    location.reload();
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
    const shown = new URL(location.href);
    shown.searchParams.delete('room');
    history.replaceState(null, '', shown);
  }
  const start = showStart();
  start.wait(true);
  begin(localStorage.getItem(NAME_KEY) ?? '');
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
  }
  requestAnimationFrame(() => turn(drawing));
}

function draw(current: Visit, drawing: View): void {
  const { play, keys, hud, watcher } = current;
  const shown = play.picture();
  if (shown === null || play.prediction.map === null) {
    return;
  }
  const nowMs = performance.now();
  drawing.draw(play.state, play.prediction, {
    ...shown,
    nowMs,
    pointer: keys.pointer,
    aim: play.sampler.aim,
    watch: ownSeat(play.state) === null ? { seat: watcher?.followed ?? null } : null,
  });
  if (!current.shown) {
    enter(current);
  }
  hud.update(play.state, nowMs);
  watcher?.update();
  count(play, shown, nowMs);
}

/** When the own body was first drawn a unit away from where it was when a key was first held. */
function count(play: Play, { own }: Picture, nowMs: number): void {
  draws.count += 1;
  const place = own?.place ?? null;
  if (place === null || draws.movedMs !== null) {
    return;
  }
  if (draws.heldMs === null || draws.startPlace === null) {
    draws.startPlace = place;
    draws.heldMs = play.sampler.held.size > 0 ? nowMs : null;
  } else if (Math.hypot(place.x - draws.startPlace.x, place.y - draws.startPlace.y) >= 256) {
    draws.movedMs = nowMs;
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
  const start = showStart();
  if (watching) {
    start.wait(true);
    begin('');
  } else {
    start.focus();
  }
  const drawing = await view;
  picture.append(drawing.canvas);
  fit(drawing);
  window.addEventListener('resize', () => fit(drawing));
  document.addEventListener('visibilitychange', () => visit?.play.hide(document.hidden));
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
