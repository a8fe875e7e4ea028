/**
 * Draws the world: reads state and prediction, changes neither, and never hears of the network.
 *
 *     cloth · shadows · dashes' threads · shots · bodies · flying threads      in units, under the camera
 *     names                                                                    in CSS pixels, above it
 */
import 'pixi.js/unsafe-eval';
import { autoDetectRenderer, Container, type Renderer } from 'pixi.js';
import { newPose, pairAt, posesOf, type Pose } from '../predict/others.ts';
import type { Prediction } from '../predict/own.ts';
import { tuningAt } from '../predict/tuning.ts';
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import { units } from '../sim/grid.ts';
import type { Body } from '../sim/movement.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { nameOf, newest, ownSeat, type State } from '../state/state.ts';
import { Bodies } from './bodies.ts';
import { Cloth } from './cloth.ts';
import { Effects } from './effects.ts';
import { layoutOf, RESOLUTION_MAX, type Layout } from './layout.ts';
import { OUTSIDE } from './palette.ts';
import { Shots } from './shots.ts';
import { isWebglSoftware } from './software.ts';
import { Threads } from './threads.ts';

/** What the first layout shows, until the tuning says it. */
const AREA_FIRST = 1600 * 900;
/** The camera leads the aim by this share of the way to the pointer. */
const CAMERA_LEAD = 0.15;
/** A picture after a longer pause than this moves nothing further. */
const ELAPSED_MAX_MS = 100;
const TURN = Math.PI * 2;

/** Renderers that an address may ask for. */
export type Preference = 'webgl' | 'canvas';

/** What is drawn, and when. */
export interface Shown {
  readonly tick: number;
  readonly tickMs: number;
  readonly own: Body | null;
  readonly nowMs: number;
  /** The pointer from the centre, in CSS pixels, and the angle to it in 1/65536 turn. */
  readonly pointer: { readonly x: number; readonly y: number };
  readonly aim: number;
  /** Names stand under the bodies. */
  readonly names: boolean;
}

export class View {
  readonly #renderer: Renderer;
  readonly #stage = new Container();
  readonly #world = new Container();
  readonly #labels = new Container();
  readonly #clothLayer = new Container();
  readonly #bodies = new Bodies();
  readonly #shots = new Shots();
  readonly #trails = new Threads();
  readonly #threads = new Threads();
  #effects = new Effects(this.#threads, this.#bodies);
  #trailEffects = new Effects(this.#trails, this.#bodies);
  #cloth: { readonly drawing: Cloth; readonly of: object } | null = null;
  #area = AREA_FIRST;
  #layout: Layout;
  #camera = { x: 0, y: 0 };
  /** What is in the middle of the picture, in units. */
  readonly middle = { x: 0, y: 0 };
  #lastMs = 0;
  readonly #poses: Pose[] = [];
  /** The own body: nobody is among the others that they are sent. */
  readonly #own = newPose();
  /** Where each seat was drawn last, for the threads of dashes. */
  readonly #before = new Map<number, { x: number; y: number }>();

  private constructor(renderer: Renderer, layout: Layout) {
    this.#renderer = renderer;
    this.#layout = layout;
    this.#world.addChild(
      this.#clothLayer,
      this.#bodies.shadows,
      this.#trails.layer,
      this.#shots.layer,
      this.#bodies.layer,
      this.#threads.layer,
    );
    this.#stage.addChild(this.#world, this.#labels);
  }

  /** Where nobody prefers one, WebGL draws, or the canvas renderer where WebGL is missing or done in software. */
  static async create(preference: Preference | null, width: number, height: number): Promise<View> {
    const layout = layoutOf(width, height, AREA_FIRST);
    const chosen = preference ?? (isWebglSoftware() ? 'canvas' : 'webgl');
    const renderer = await autoDetectRenderer({
      preference: chosen === 'canvas' ? ['canvas'] : ['webgl', 'canvas'],
      width: layout.width,
      height: layout.height,
      resolution: Math.min(window.devicePixelRatio, RESOLUTION_MAX),
      autoDensity: true,
      antialias: true,
      background: OUTSIDE,
    });
    return new View(renderer, layout);
  }

  get canvas(): HTMLCanvasElement {
    return this.#renderer.canvas;
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** `webgl` or `canvas`. */
  get renderer(): string {
    return this.#renderer.name;
  }

  resize(width: number, height: number): void {
    this.#layout = layoutOf(width, height, this.#area);
    const resolution = Math.min(window.devicePixelRatio, RESOLUTION_MAX);
    this.#renderer.resize(this.#layout.width, this.#layout.height, resolution);
  }

  /** Forgets a match that was left. */
  clear(): void {
    this.#threads.clear();
    this.#trails.clear();
    this.#before.clear();
    this.#effects = new Effects(this.#threads, this.#bodies);
    this.#trailEffects = new Effects(this.#trails, this.#bodies);
    this.#bodies.begin();
    this.#bodies.end(0);
  }

  draw(state: State, prediction: Prediction, shown: Shown): void {
    const elapsedMs = Math.min(shown.nowMs - this.#lastMs, ELAPSED_MAX_MS);
    this.#lastMs = shown.nowMs;
    const tuning = tuningAt(state, newest(state)?.tick ?? 0);
    if (tuning === null) {
      return;
    }
    this.#showArea(units(tuning.view.width) * units(tuning.view.height));
    this.#showMap(prediction);
    this.#drawBodies(state, tuning, shown, elapsedMs);
    this.#shots.draw(state, tuning, shown.tick, shown.tickMs, shown.nowMs);
    this.#effects.show(state, shown.tick);
    this.#threads.move(elapsedMs);
    this.#trails.move(elapsedMs);
    this.#aimCamera(shown);
    this.#renderer.render(this.#stage);
  }

  dispose(): void {
    this.#cloth?.drawing.dispose();
    this.#stage.destroy({ children: true });
    this.#renderer.destroy({ removeView: true });
  }

  #showArea(area: number): void {
    if (area !== this.#area) {
      this.#area = area;
      this.#layout = { ...this.#layout, ...zoom(this.#layout, area) };
    }
  }

  #showMap(prediction: Prediction): void {
    const map = prediction.map?.file;
    if (map === undefined || this.#cloth?.of === map) {
      return;
    }
    this.#cloth?.drawing.dispose();
    this.#cloth = { drawing: new Cloth(map), of: map };
    this.#clothLayer.addChild(this.#cloth.drawing.layer);
  }

  #drawBodies(state: State, tuning: Tuning, shown: Shown, elapsedMs: number): void {
    const own = ownSeat(state);
    this.#followOwn(state, shown);
    const pair = pairAt(state, shown.tick);
    const count = pair === null ? 0 : posesOf(pair, this.#poses);
    const { scale } = this.#layout;
    const radius = units(tuning.body.radius);
    const look = { own: false, name: '', healthMost: tuning.body.health, radius, scale, nowMs: shown.nowMs };
    this.#bodies.begin();
    for (let at = 0; at < count; at++) {
      const pose = this.#poses[at];
      if (pose !== undefined) {
        const name = shown.names ? nameOf(state, pose.seat) : '';
        this.#bodies.draw(pose, { ...look, name }, this.#labels);
        this.#leaveTrail(pose);
      }
    }
    if (own !== null && writeOwn(this.#own, own, state, shown)) {
      this.#bodies.draw(this.#own, { ...look, own: true }, this.#labels);
      this.#leaveTrail(this.#own);
    }
    this.#bodies.end(elapsedMs);
  }

  /** The camera goes with the own body, and stays where it died until it returns. */
  #followOwn(state: State, shown: Shown): void {
    const last = newest(state)?.own ?? null;
    const place = shown.own?.place ?? last;
    if (place !== null) {
      this.#camera.x = units(place.x);
      this.#camera.y = units(place.y);
    }
  }

  #leaveTrail(pose: Pose): void {
    const before = this.#before.get(pose.seat);
    if (before === undefined) {
      this.#before.set(pose.seat, { x: pose.x, y: pose.y });
      return;
    }
    if ((pose.flags & PLAYER_FLAGS.dashing) !== 0 && (pose.flags & PLAYER_FLAGS.alive) !== 0) {
      this.#trailEffects.trail(pose.seat, before.x, before.y, pose.x, pose.y);
    }
    before.x = pose.x;
    before.y = pose.y;
  }

  #aimCamera({ pointer }: Shown): void {
    const { width, height, scale, unitsWide, unitsHigh } = this.#layout;
    const lead = (offset: number, side: number): number =>
      Math.min(Math.max(offset, -side / 2), side / 2) * CAMERA_LEAD;
    const x = this.#camera.x + lead(pointer.x, width) / scale;
    const y = this.#camera.y + lead(pointer.y, height) / scale;
    this.#world.scale.set(scale);
    this.#world.position.set(width / 2 - x * scale, height / 2 - y * scale);
    this.#labels.position.copyFrom(this.#world.position);
    this.middle.x = x;
    this.middle.y = y;
    this.#cloth?.drawing.lookAt(x, y, unitsWide, unitsHigh);
  }
}

/** The same picture with another area. */
function zoom(layout: Layout, area: number): Pick<Layout, 'scale' | 'unitsWide' | 'unitsHigh'> {
  const { scale, unitsWide, unitsHigh } = layoutOf(layout.width, layout.height, area);
  return { scale, unitsWide, unitsHigh };
}

/** Writes the own body where it is predicted, with what the newest snapshot says of it; false while out of play. */
function writeOwn(pose: Pose, seat: number, state: State, shown: Shown): boolean {
  const own = newest(state)?.own;
  const body = shown.own;
  if (own === null || own === undefined || body === null) {
    return false;
  }
  pose.seat = seat;
  pose.x = units(body.place.x);
  pose.y = units(body.place.y);
  pose.aim = (shown.aim / 65536) * TURN;
  pose.health = own.health;
  const refuses = own.life > 0 ? PLAYER_FLAGS.refuses : 0;
  const dashes = body.dashEnds > 0 ? PLAYER_FLAGS.dashing : 0;
  const reloads = own.busy > 0 ? PLAYER_FLAGS.reloading : 0;
  pose.flags = PLAYER_FLAGS.alive | refuses | dashes | reloads;
  return true;
}
