/**
 * Draws the world: reads state and prediction, changes neither, and never hears of the network.
 *
 *     cloth · shadows · lines: tails, taut needles · dashes' threads · things to pick up · loose thread · shots · bodies · what flies and twangs
 *     names, in CSS pixels, above all of it
 */
import 'pixi.js/unsafe-eval';
import { autoDetectRenderer, Container, type Renderer } from 'pixi.js';
import type { Prediction } from '../predict/own.ts';
import { tuningAt } from '../predict/tuning.ts';
import { units } from '../sim/grid.ts';
import type { GameMap } from '../sim/map.ts';
import type { Volley } from '../predict/volley.ts';
import type { WireEvent } from '../protocol/messages.gen.ts';
import type { Body } from '../sim/movement.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { newest, type State } from '../state/state.ts';
import { Budget } from './budget.ts';
import { Cloth } from './cloth.ts';
import { Effects } from './effects.ts';
import { areaAround, layoutOf, RESOLUTION_MAX, type Layout } from './layout.ts';
import { Loose, type LooseLook, type Sight } from './loose.ts';
import { Needles } from './needles.ts';
import type { Palette } from './palette.ts';
import { Pickups } from './pickups.ts';
import { Players } from './players.ts';
import { Shapes } from './shapes.ts';
import { Shots } from './shots.ts';
import { isWebglSoftware } from './software.ts';
import { Strokes } from './strokes.ts';
import { Threads } from './threads.ts';
import { wear } from './wear.ts';

/** What the first layout shows, until the tuning says it. */
const AREA_FIRST = 1600 * 900;
/** A picture after a longer pause than this moves nothing further. */
const ELAPSED_MAX_MS = 100;
/** Around the whole map so much is left free, in units: the hoop. */
const MAP_MARGIN = 40;
/** Shapes are drawn anew when the pixels in a unit pass a multiple of this. */
const RESOLUTION_STEP = 1 / 8;

/** Renderers that an address may ask for. */
export type Preference = 'webgl' | 'canvas';

/** What is drawn, and when. */
export interface Shown {
  readonly tick: number;
  readonly tickMs: number;
  readonly own: Body | null;
  /** The own shots, and what has just left the own hand. */
  readonly volley: Volley;
  readonly fresh: readonly WireEvent[];
  readonly nowMs: number;
  /** The pointer from the centre, in CSS pixels, and the angle to it in 1/65536 turn. */
  readonly pointer: { readonly x: number; readonly y: number };
  readonly aim: number;
  /** Names stand under the bodies. */
  readonly names: boolean;
  /** For one without a seat: whom the camera follows, or null for the whole map. */
  readonly watch: { readonly seat: number | null } | null;
  /** Nothing swings, twangs or is kicked. */
  readonly calm: boolean;
  readonly palette: Palette;
}

export class View {
  readonly #renderer: Renderer;
  readonly #stage = new Container();
  readonly #world = new Container();
  readonly #clothLayer = new Container();
  readonly #shapes: Shapes;
  /** Lines below the bodies, and above them. */
  readonly #under = new Strokes();
  readonly #over = new Strokes();
  readonly #needles = new Needles();
  readonly #players: Players;
  readonly #shots = new Shots();
  readonly #pickups = new Pickups();
  readonly #loose = new Loose();
  readonly #threads = new Threads();
  readonly #budget = new Budget();
  readonly #effects: Effects;
  #cloth: { readonly drawing: Cloth; readonly of: object; readonly age: number } | null = null;
  /** That of the shapes that are worn. */
  #age = 0;
  #area = AREA_FIRST;
  #layout: Layout;
  #camera = { x: 0, y: 0 };
  /** What is in the middle of the picture, in units. */
  readonly middle = { x: 0, y: 0 };
  readonly #sight: Sight = { left: 0, top: 0, right: 0, bottom: 0 };
  #lastMs = 0;

  private constructor(renderer: Renderer, layout: Layout, palette: Palette) {
    this.#renderer = renderer;
    this.#layout = layout;
    this.#shapes = new Shapes(renderer, palette, this.#pixels());
    this.#players = new Players(this.#shapes, this.#needles, this.#under);
    const { bodies } = this.#players;
    this.#effects = new Effects(this.#threads, bodies, this.#needles, this.#shapes, this.#budget);
    this.#world.addChild(
      this.#clothLayer,
      this.#players.bodies.shadows,
      this.#under.shape,
      this.#players.trails.layer,
      this.#pickups.layer,
      this.#loose.layer,
      this.#shots.layer,
      this.#players.bodies.layer,
      this.#over.shape,
      this.#threads.layer,
    );
    this.#stage.addChild(this.#world, this.#players.bodies.names);
    // A device that takes its memory back takes all that was drawn into textures.
    renderer.canvas.addEventListener('webglcontextrestored', () => this.#shapes.clear());
  }

  /** Where nobody prefers one, WebGL draws, or the canvas renderer where WebGL is missing or done in software. */
  static async create(
    preference: Preference | null,
    width: number,
    height: number,
    palette: Palette,
  ): Promise<View> {
    const layout = layoutOf(width, height, AREA_FIRST);
    const chosen = preference ?? (isWebglSoftware() ? 'canvas' : 'webgl');
    const renderer = await autoDetectRenderer({
      preference: chosen === 'canvas' ? ['canvas'] : ['webgl', 'canvas'],
      width: layout.width,
      height: layout.height,
      resolution: Math.min(window.devicePixelRatio, RESOLUTION_MAX),
      autoDensity: true,
      antialias: true,
      background: palette.outside,
    });
    return new View(renderer, layout, palette);
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
    this.#needles.clear();
    this.#players.clear();
    this.#effects.clear();
  }

  draw(state: State, prediction: Prediction, shown: Shown): void {
    const beganMs = performance.now();
    const gapMs = shown.nowMs - this.#lastMs;
    const elapsedMs = Math.min(gapMs, ELAPSED_MAX_MS);
    this.#lastMs = shown.nowMs;
    const tuning = tuningAt(state, newest(state)?.tick ?? 0);
    if (tuning === null) {
      return;
    }
    wear(state.roster);
    this.#showArea(this.#areaOf(tuning, prediction, shown));
    this.#dress(shown.palette);
    this.#showMap(prediction);
    this.#followOwn(state, shown);
    this.#followWatched(shown);
    this.#aimCamera(shown, tuning);
    this.#drawWorld(state, prediction, tuning, shown, elapsedMs);
    this.#renderer.render(this.#stage);
    this.#budget.note(performance.now() - beganMs, gapMs, shown.nowMs);
  }

  dispose(): void {
    this.#cloth?.drawing.dispose();
    this.#shapes.clear();
    this.#stage.destroy({ children: true });
    this.#renderer.destroy({ removeView: true });
  }

  /** What the picture shows, in units. */
  get shows(): { x: number; y: number; wide: number; high: number } {
    const { unitsWide, unitsHigh } = this.#layout;
    return { ...this.#camera, wide: unitsWide, high: unitsHigh };
  }

  /** Where a living player was drawn last, in units; null for one who was not in the picture. */
  seen(seat: number): { readonly x: number; readonly y: number } | null {
    const at = { x: 0, y: 0 };
    const { left, right, top, bottom } = this.#sight;
    const isSeen = this.#players.placed(seat, at);
    return isSeen && at.x > left && at.x < right && at.y > top && at.y < bottom ? at : null;
  }

  /** Everybody sees the same area but who watches the whole map, whose camera stands in the middle. */
  #areaOf(tuning: Tuning, prediction: Prediction, { watch }: Shown): number {
    const map = prediction.map?.file;
    if (watch === null || watch.seat !== null || map === undefined) {
      return units(tuning.view.width) * units(tuning.view.height);
    }
    this.#camera = { x: map.width / 2, y: map.height / 2 };
    return areaAround(map.width + 2 * MAP_MARGIN, map.height + 2 * MAP_MARGIN, this.#layout);
  }

  #drawWorld(state: State, prediction: Prediction, tuning: Tuning, shown: Shown, elapsedMs: number): void {
    const { palette, calm } = shown;
    this.#under.begin();
    this.#over.begin();
    const { scale } = this.#layout;
    this.#players.draw(state, prediction, tuning, { ...shown, elapsedMs, scale });
    if (prediction.map !== null) {
      const look = this.#looseLook(shown, tuning, prediction.map);
      this.#pickups.draw(state, look, this.#shapes, this.#under);
      this.#loose.draw(state, look, this.#shapes, this.#under);
    }
    this.#shots.draw(state, tuning, shown.volley, shown.tick, shown.tickMs, this.#shapes);
    this.#effects.show(state, shown.volley, shown.tick, shown.nowMs);
    this.#effects.showFresh(state, shown.fresh, shown.nowMs);
    this.#needles.draw(elapsedMs, calm, palette, this.#over);
    this.#threads.move(elapsedMs);
    this.#under.end();
    this.#over.end();
  }

  #looseLook(shown: Shown, tuning: Tuning, map: GameMap): LooseLook {
    const { tick, nowMs, calm, palette } = shown;
    return { tick, nowMs, calm, palette, tuning, map, sight: this.#sight, placed: this.#placed };
  }

  readonly #placed: LooseLook['placed'] = (seat, out) => this.#players.placed(seat, out);

  #showArea(area: number): void {
    if (area !== this.#area) {
      this.#area = area;
      this.#layout = { ...this.#layout, ...zoom(this.#layout, area) };
    }
  }

  /** Shapes in these colours and for this size. What flies about wears the old ones, and is gone. */
  #dress(palette: Palette): void {
    this.#shapes.become(palette, this.#pixels());
    if (this.#shapes.age !== this.#age) {
      this.#age = this.#shapes.age;
      this.#renderer.background.color = palette.outside;
      this.#threads.clear();
      this.#players.trails.clear();
    }
  }

  /** Pixels of the screen in a unit, as shapes are drawn for them. */
  #pixels(): number {
    return Math.ceil((this.#layout.scale * this.#renderer.resolution) / RESOLUTION_STEP) * RESOLUTION_STEP;
  }

  #showMap(prediction: Prediction): void {
    const map = prediction.map?.file;
    const { age } = this.#shapes;
    if (map === undefined || (this.#cloth?.of === map && this.#cloth.age === age)) {
      return;
    }
    this.#cloth?.drawing.dispose();
    this.#cloth = { drawing: new Cloth(map, this.#shapes), of: map, age };
    this.#clothLayer.addChild(this.#cloth.drawing.layer);
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

  /** One without a seat goes with whom they chose, and stays where that one died until the return. */
  #followWatched({ watch }: Shown): void {
    if (watch !== null && watch.seat !== null) {
      this.#players.placed(watch.seat, this.#camera);
    }
  }

  #aimCamera({ pointer, watch }: Shown, tuning: Tuning): void {
    const { width, height, scale, unitsWide, unitsHigh } = this.#layout;
    const share = watch === null ? tuning.feel.cameraLead / 1000 : 0;
    const x = this.#camera.x + (lead(pointer.x, width) * share) / scale;
    const y = this.#camera.y + (lead(pointer.y, height) * share) / scale;
    this.#world.scale.set(scale);
    this.#world.position.set(width / 2 - x * scale, height / 2 - y * scale);
    this.#players.bodies.names.position.copyFrom(this.#world.position);
    this.middle.x = x;
    this.middle.y = y;
    this.#sight.left = x - unitsWide / 2;
    this.#sight.right = x + unitsWide / 2;
    this.#sight.top = y - unitsHigh / 2;
    this.#sight.bottom = y + unitsHigh / 2;
    this.#cloth?.drawing.lookAt(this.#sight);
  }
}

/** How far the pointer is from the centre, within the picture. */
function lead(offset: number, side: number): number {
  return Math.min(Math.max(offset, -side / 2), side / 2);
}

/** The same picture with another area. */
function zoom(layout: Layout, area: number): Pick<Layout, 'scale' | 'unitsWide' | 'unitsHigh'> {
  const { scale, unitsWide, unitsHigh } = layoutOf(layout.width, layout.height, area);
  return { scale, unitsWide, unitsHigh };
}
