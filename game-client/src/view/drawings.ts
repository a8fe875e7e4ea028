/**
 * How each shape of the world is drawn, around its place at 0, 0 and along x. Each is drawn once: see `shapes.ts`.
 */
import type { GraphicsContext } from 'pixi.js';
import { between, type Palette } from './palette.ts';

/** The radius that bodies are drawn for; the view scales them to the tuning's. */
export const BODY_RADIUS = 20;
const RINGS = 4;
/** Radius of what is left of a body without rings. */
const CORE = 6.5;
const RING_WIDTH = (BODY_RADIUS - CORE) / RINGS;
const TURN = Math.PI * 2;
/** How far a stroke of the winding slants, and where two of them cross, in radians. */
const SLANT = 0.28;
const CROSS_SLANT = 0.5;
/** Where loose ends stick out of a body, in radians. */
const LOOSE_ENDS = [0.5, 1.9, 3.1, 4.2, 5.5] as const;

/** How a body looks. */
export interface BodyForm {
  /** Health in quarters. */
  readonly rings: number;
  /** Below half of it loose ends stick out. */
  readonly frayed: boolean;
  readonly own: boolean;
  /** Wound crosswise, with two notches in the edge: the second team, known without its colour. */
  readonly crossed: boolean;
}

/** A wound disc with its needle. */
export function body(
  to: GraphicsContext,
  palette: Palette,
  colour: number,
  { rings, frayed, own, crossed }: BodyForm,
): void {
  const { ink, rim, rimWidth } = palette;
  const edge = own ? rimWidth + 1.5 : rimWidth;
  drawNeedle(to, palette, own);
  to.circle(0, 0, BODY_RADIUS + (own ? 2 : 0)).fill(rim);
  to.circle(0, 0, BODY_RADIUS).fill(between(colour, rim, 0.74));
  for (let ring = rings; ring >= 1; ring--) {
    drawRing(to, palette, colour, ring, crossed);
  }
  to.circle(0, 0, BODY_RADIUS - edge / 2).stroke({ width: edge, color: own ? ink : rim });
  if (crossed) {
    drawNotches(to, palette);
  }
  if (frayed) {
    drawLooseEnds(to, palette, colour);
  }
  to.circle(0, 0, CORE).fill(own ? ink : between(colour, rim, 0.8));
  to.circle(0, 0, CORE).stroke({ width: 1.4, color: rim });
}

function drawRing(
  to: GraphicsContext,
  { ink, rim }: Palette,
  colour: number,
  ring: number,
  crossed: boolean,
): void {
  const outer = CORE + ring * RING_WIDTH;
  to.circle(0, 0, outer).fill(ring % 2 === 0 ? colour : between(colour, ink, 0.18));
  to.circle(0, 0, outer - 0.6).stroke({ width: 1.2, color: between(colour, rim, 0.6) });
  // Short slanted strokes: the winding of the thread, turned a little from ring to ring.
  const turns = (crossed ? 3 : 5) + ring * 2;
  for (const slant of crossed ? [CROSS_SLANT, -CROSS_SLANT] : [SLANT]) {
    for (let turn = 0; turn < turns; turn++) {
      const from = ((turn + ring * 0.4) / turns) * TURN - (crossed ? slant / 2 : 0);
      const until = from + slant;
      const inner = outer - RING_WIDTH + 0.8;
      to.moveTo(Math.cos(from) * inner, Math.sin(from) * inner);
      to.lineTo(Math.cos(until) * (outer - 1), Math.sin(until) * (outer - 1));
    }
  }
  to.stroke({ width: 0.9, color: between(colour, rim, crossed ? 0.5 : 0.4) });
}

/** Two wedges out of the edge, to the left and to the right of the needle. */
function drawNotches(to: GraphicsContext, { rim }: Palette): void {
  for (const side of [1, -1]) {
    const [deep, wide, edge] = [BODY_RADIUS - 7, 4.5, BODY_RADIUS + 2.5];
    to.poly([-wide, side * edge, 0, side * deep, wide, side * edge]).fill(rim);
  }
}

function drawLooseEnds(to: GraphicsContext, { rim, rimWidth }: Palette, colour: number): void {
  for (const [width, shade] of [
    [2.6 + rimWidth, rim],
    [2.6, colour],
  ] as const) {
    for (const [at, turn] of LOOSE_ENDS.entries()) {
      // It peels off the winding and curls back at its tip.
      const far = (at % 3) * 2.5;
      const point = (aside: number, out: number): [number, number] => [
        Math.cos(turn + aside) * (BODY_RADIUS + out),
        Math.sin(turn + aside) * (BODY_RADIUS + out),
      ];
      to.moveTo(...point(-0.35, -6));
      to.bezierCurveTo(...point(0.05, 0), ...point(0.3, 10 + far), ...point(0.7, 6 + far));
    }
    to.stroke({ width, color: shade, cap: 'round' });
  }
}

/** What it aims with, along x, stuck into it. */
function drawNeedle(to: GraphicsContext, { ink, rim }: Palette, own: boolean): void {
  const tip = BODY_RADIUS + (own ? 22 : 18);
  line(to, BODY_RADIUS - 3, tip, 5.5, rim);
  line(to, BODY_RADIUS - 2, tip - 0.5, 2.4, ink);
}

/** What a body throws on the cloth. */
export function shadow(to: GraphicsContext, palette: Palette): void {
  to.circle(0, 0, BODY_RADIUS + 1).fill({ color: palette.shadow, alpha: palette.shadowAlpha });
}

export function protection(to: GraphicsContext, { ink, rim }: Palette): void {
  for (const [width, color] of [
    [5, rim],
    [2.6, ink],
  ] as const) {
    for (let mark = 0; mark < 12; mark++) {
      const from = (mark / 12) * TURN;
      const radius = BODY_RADIUS + 8;
      to.moveTo(Math.cos(from) * radius, Math.sin(from) * radius);
      to.arc(0, 0, radius, from, from + 0.3);
    }
    to.stroke({ width, color, cap: 'round' });
  }
}

/** A shield, along x and so wide, in radians: three turns of thread that are drawn taut in front of a body. */
export function shield(to: GraphicsContext, { ink, rim }: Palette, colour: number, arc: number): void {
  const half = Math.min(arc, TURN) / 2;
  for (const [radius, width, color] of [
    [BODY_RADIUS + 11, 10, rim],
    [BODY_RADIUS + 11, 6.5, colour],
    [BODY_RADIUS + 11, 1.8, ink],
  ] as const) {
    to.moveTo(Math.cos(-half) * radius, Math.sin(-half) * radius);
    to.arc(0, 0, radius, -half, half);
    to.stroke({ width, color, cap: 'round' });
  }
}

export function reload(to: GraphicsContext, { ink, rim }: Palette): void {
  for (const [width, color] of [
    [4.4, rim],
    [2, ink],
  ] as const) {
    to.moveTo(BODY_RADIUS + 4.5, 0);
    to.arc(0, 0, BODY_RADIUS + 4.5, 0, Math.PI * 1.2);
    to.stroke({ width, color, cap: 'round' });
  }
}

/** A stitch: a short dash with a light core. */
export function dash(to: GraphicsContext, { rim, rimWidth }: Palette, colour: number): void {
  line(to, -20, 0, 6.5 + rimWidth * 1.2, rim);
  line(to, -20, 0, 6.5, colour);
  line(to, -12, 0, 2.6, between(colour, 0xffffff, 0.8));
}

/** A snip of the shears: short, and split at its end. */
export function shears(to: GraphicsContext, { rim, rimWidth }: Palette, colour: number): void {
  for (const [width, color] of [
    [4 + rimWidth, rim],
    [4, colour],
  ] as const) {
    to.moveTo(-11, -5).lineTo(0, 0).lineTo(-11, 5).stroke({ width, color, cap: 'round', join: 'round' });
  }
  line(to, -4, 0, 2, between(colour, 0xffffff, 0.8));
}

/** A bobbin: two flanges and what is wound between them. */
export function bobbin(to: GraphicsContext, { rim, rimWidth }: Palette, colour: number): void {
  to.circle(-9, 0, 9 + rimWidth * 0.6).fill(rim);
  to.circle(-9, 0, 9).fill(colour);
  to.circle(-9, 0, 6).stroke({ width: 1.2, color: between(colour, rim, 0.55) });
  to.circle(-9, 0, 3).fill(between(colour, 0xffffff, 0.85));
}

/** What a thing to pick up gives, by its mark. */
export type Mark = 'spool' | 'battery' | 'thimble' | 'stitch' | 'needle' | 'shears' | 'bobbin';

/** A thing to pick up: a bobbin of golden thread, and on it the mark of what it gives. */
export function pickup(to: GraphicsContext, palette: Palette, mark: Mark): void {
  const { gold, rim, rimWidth } = palette;
  const wood = between(gold, rim, 0.5);
  to.roundRect(-16 - rimWidth, -14 - rimWidth, 32 + rimWidth * 2, 28 + rimWidth * 2, 6).fill(rim);
  to.rect(-12, -11, 24, 22).fill(gold);
  for (let turn = -10; turn <= 10; turn += 4) {
    to.moveTo(-11, turn - 1.2).lineTo(11, turn + 1.2);
  }
  to.stroke({ width: 1.2, color: between(gold, rim, 0.35) });
  to.roundRect(-16, -14, 6, 28, 2.5).fill(wood);
  to.roundRect(10, -14, 6, 28, 2.5).fill(wood);
  to.circle(0, 0, 9.5).fill(rim);
  drawMark(to, palette, mark);
}

function drawMark(to: GraphicsContext, { ink, gold, rim }: Palette, mark: Mark): void {
  switch (mark) {
    case 'spool':
      to.rect(-6, -1.7, 12, 3.4).fill(ink);
      to.rect(-1.7, -6, 3.4, 12).fill(ink);
      break;
    case 'battery':
      to.poly([1.5, -7, -5, 1.2, -0.6, 1.2, -1.5, 7, 5, -1.2, 0.6, -1.2]).fill(ink);
      break;
    case 'thimble':
      to.moveTo(-5, 6).lineTo(-4, -1).arc(0, -1, 4, Math.PI, TURN).lineTo(5, 6).closePath().fill(gold);
      to.rect(-5.6, 3.6, 11.2, 2.6).fill(ink);
      to.circle(-1.4, -1, 0.8).circle(1.4, -1, 0.8).circle(0, 1.4, 0.8).fill(rim);
      break;
    case 'shears':
      to.moveTo(-5, -5).lineTo(5, 0).lineTo(-5, 5);
      to.stroke({ width: 2.6, color: ink, cap: 'round', join: 'round' });
      break;
    case 'bobbin':
      to.circle(0, 0, 5.5).stroke({ width: 2.4, color: ink });
      to.circle(0, 0, 2).fill(ink);
      break;
    case 'stitch':
      line(to, -3.5, 3.5, 3.4, ink);
      break;
    case 'needle':
      line(to, -6.5, 6.5, 1.8, ink);
      break;
  }
}

/** Where a thing to pick up lies, and lies again: a small round that is stitched into the cloth. */
export function stand(to: GraphicsContext, { gold, weave, cloth }: Palette): void {
  to.circle(0, 0, 27).fill({ color: between(cloth, weave, 0.6), alpha: 0.9 });
  const stitches = 16;
  for (let at = 0; at < stitches; at++) {
    const from = (at / stitches) * TURN;
    to.moveTo(Math.cos(from) * 27, Math.sin(from) * 27).arc(0, 0, 27, from, from + 0.2);
  }
  to.stroke({ width: 1.8, color: between(gold, cloth, 0.35), cap: 'round' });
}

export function scrap(to: GraphicsContext, colour: number): void {
  line(to, -5, 5, 2.6, colour);
}

/** A curl of loose thread, lying: one of four. */
export function curl(to: GraphicsContext, { rim, rimWidth }: Palette, colour: number, which: number): void {
  const bend = which < 2 ? 9 : 13;
  const side = which % 2 === 0 ? 1 : -1;
  for (const [width, color] of [
    [3.4 + rimWidth * 1.3, rim],
    [3.4, colour],
    [1.1, between(colour, 0xffffff, 0.45)],
  ] as const) {
    to.moveTo(-12, 3 * side);
    to.bezierCurveTo(-9, -bend * side, 1, -bend * side, 1, 0);
    to.bezierCurveTo(1, 6 * side, -5, 6 * side, -4, 0);
    to.bezierCurveTo(-3, -5 * side, 7, -4 * side, 12, (which < 2 ? 4 : -2) * side);
    to.stroke({ width, color, cap: 'round', join: 'round' });
  }
}

export function loop(to: GraphicsContext, colour: number): void {
  to.circle(0, 0, BODY_RADIUS).stroke({ width: 2.6, color: colour });
}

function line(to: GraphicsContext, from: number, until: number, width: number, color: number): void {
  to.moveTo(from, 0).lineTo(until, 0).stroke({ width, color, cap: 'round' });
}
