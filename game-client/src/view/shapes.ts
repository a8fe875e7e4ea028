/**
 * The shapes of the world, each drawn once and shared by all that look alike: a picture only moves them.
 *
 * They are kept as textures for the colours and the size of the picture: to move an image costs a picture little, to
 * draw its windings and stitches again costs much. Other colours or another size draw them anew.
 */
import { Graphics, Rectangle, type GraphicsContext, type Renderer, type Texture } from 'pixi.js';
import { LOOKS } from '../sim/tuning.gen.ts';
import {
  bobbin,
  body,
  curl,
  dash,
  loop,
  pickup,
  protection,
  reload,
  scrap,
  shadow,
  shears,
  shield,
  stand,
  type Mark,
} from './drawings.ts';
import type { Offer } from '../sim/pickup.ts';
import { DYE_COUNT, dyeOf, threadOf, type Palette } from './palette.ts';
import { isCrossed } from './wear.ts';

/** Rings of a body at full health. */
export const RINGS = 4;
/** Kinds of shapes, as the keys of the cache name them. */
const BODY = 0;
const SHADOW = 1;
const PROTECTION = 2;
const RELOAD = 3;
const SHOT = 4;
const SCRAP = 5;
const CURL = 6;
const TRAIL = 7;
const LOOP = 8;
const SHIELD = 9;
const STAND = 10;
const PICKUP = 11;
/** Variants that a kind has room for, and threads. */
const VARIANTS = 32;

/** Half the sides of the squares that shapes are drawn in, in units, by kind. */
const HALVES = [46, 24, 34, 30, 28, 12, 20, 8, 28, 40, 30, 22] as const;

export class Shapes {
  readonly #kept = new Map<number, Texture>();
  /** Counts up when all shapes become others: what shows one must take the new one. */
  age = 0;

  constructor(
    private readonly renderer: Renderer,
    public palette: Palette,
    private resolution: number,
  ) {}

  /** Shapes for these colours and so many pixels in a unit. */
  become(palette: Palette, resolution: number): void {
    if (palette !== this.palette || resolution !== this.resolution) {
      this.palette = palette;
      this.resolution = resolution;
      this.clear();
    }
  }

  clear(): void {
    this.age += 1;
    for (const texture of this.#kept.values()) {
      texture.destroy(true);
    }
    this.#kept.clear();
  }

  /** A body with its needle along x. */
  body(seat: number, rings: number, frayed: boolean, own: boolean): Texture {
    const variant = rings * 4 + (frayed ? 2 : 0) + (own ? 1 : 0);
    return this.#once(BODY, seat, variant, (to) =>
      body(to, this.palette, threadOf(seat, this.palette), { rings, frayed, own, crossed: isCrossed(seat) }),
    );
  }

  shadow(): Texture {
    return this.#once(SHADOW, 0, 0, (to) => shadow(to, this.palette));
  }

  /** Dashes around a body that refuses hits. */
  protection(): Texture {
    return this.#once(PROTECTION, 0, 0, (to) => protection(to, this.palette));
  }

  /** A shield along x, so wide, in 1/65536 turn. */
  shield(seat: number, arc: number): Texture {
    const part = Math.min(Math.max(Math.round((arc / 65536) * VARIANTS), 1), VARIANTS - 1);
    const radians = (part / VARIANTS) * Math.PI * 2;
    return this.#once(SHIELD, seat, part, (to) =>
      shield(to, this.palette, threadOf(seat, this.palette), radians),
    );
  }

  /** Two thirds of a loop that turns while a body reloads. */
  reload(): Texture {
    return this.#once(RELOAD, 0, 0, (to) => reload(to, this.palette));
  }

  /** A projectile along x, its head at 0. */
  shot(seat: number, look: number): Texture {
    const draw = SHOTS[LOOKS[look] ?? 'stitch'];
    return this.#once(SHOT, seat, look % VARIANTS, (to) =>
      draw(to, this.palette, threadOf(seat, this.palette)),
    );
  }

  /** A straight bit of thread that flies off; thread of the cover where no seat is named. */
  scrap(seat: number | null): Texture {
    const colour = seat === null ? this.palette.patchEdge : threadOf(seat, this.palette);
    return this.#once(SCRAP, seat ?? 0, seat === null ? 1 : 0, (to) => scrap(to, colour));
  }

  /** The same, of the light core of things. */
  spark(): Texture {
    return this.#once(SCRAP, 0, 2, (to) => scrap(to, this.palette.ink));
  }

  /** A short curl of thread, one of a few. */
  curl(seat: number, variant: number): Texture {
    const which = variant % CURLS;
    return this.#once(CURL, seat, which, (to) => curl(to, this.palette, threadOf(seat, this.palette), which));
  }

  /** A piece of the thread that a dash leaves behind: one unit long, to be stretched. */
  trail(seat: number): Texture {
    return this.#once(TRAIL, seat, 0, (to) =>
      to.rect(-8, -6, 16, 12).fill({ color: threadOf(seat, this.palette), alpha: 0.5 }),
    );
  }

  /** A loop that closes around a fresh body, or opens around a hit. */
  loop(seat: number): Texture {
    return this.#once(LOOP, seat, 0, (to) => loop(to, threadOf(seat, this.palette)));
  }

  /** Where a thing to pick up lies. */
  stand(): Texture {
    return this.#once(STAND, 0, 0, (to) => stand(to, this.palette));
  }

  /** A thing to pick up; a weapon by its look. */
  pickup(kind: Offer['kind'], look: number): Texture {
    const mark: Mark = kind === 'weapon' ? (LOOKS[look] ?? 'stitch') : kind;
    return this.#once(PICKUP, 0, MARKS.indexOf(mark), (to) => pickup(to, this.palette, mark));
  }

  /** A drawing that nothing else looks like, within this rectangle; the caller keeps and destroys it. */
  bake(draw: (to: GraphicsContext) => void, x: number, y: number, width: number, height: number): Texture {
    const drawing = new Graphics();
    draw(drawing.context);
    const frame = new Rectangle(x, y, width, height);
    const texture = this.renderer.generateTexture({
      target: drawing,
      frame,
      resolution: this.resolution,
      antialias: true,
    });
    drawing.destroy(true);
    return texture;
  }

  /** The one texture of this kind, thread and variant. */
  #once(kind: number, seat: number, variant: number, draw: (to: GraphicsContext) => void): Texture {
    const key = (kind * DYE_COUNT + dyeOf(seat)) * VARIANTS + variant;
    let texture = this.#kept.get(key);
    if (texture === undefined) {
      const half = HALVES[kind] ?? 0;
      texture = this.bake(draw, -half, -half, 2 * half, 2 * half);
      this.#kept.set(key, texture);
    }
    return texture;
  }
}

/** The marks of things to pick up, as the keys of the cache name them. */
const MARKS: readonly Mark[] = ['spool', 'battery', 'thimble', ...LOOKS];
/** How many curls there are. */
const CURLS = 4;
type Drawing = (to: GraphicsContext, palette: Palette, colour: number) => void;
/** By look. A needle shoots no projectile, unless a tuning gives its look to one. */
const SHOTS: Readonly<Record<(typeof LOOKS)[number], Drawing>> = {
  stitch: dash,
  needle: dash,
  shears,
  bobbin,
};
