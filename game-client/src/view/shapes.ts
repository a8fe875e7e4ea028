/**
 * The shapes of the world, each drawn once and shared by all that look alike: a picture only moves them.
 */
import { GraphicsContext } from 'pixi.js';
import { between, INK, RIM, threadOf } from './palette.ts';

/** The radius that bodies are drawn for; the view scales them to the tuning's. */
export const BODY_RADIUS = 20;
/** Rings of a body at full health. */
export const RINGS = 4;
/** The length of the drawn dash of a shot, in units. */
const SHOT_LENGTH = 20;
const CORE = 6.5;

const kept = new Map<string, GraphicsContext>();

/** The one context of this name. */
function once(name: string, draw: (context: GraphicsContext) => void): GraphicsContext {
  let context = kept.get(name);
  if (context === undefined) {
    context = new GraphicsContext();
    draw(context);
    kept.set(name, context);
  }
  return context;
}

/** A wound disc: rings left are health in quarters, and below half loose ends stick out. */
export function bodyShape(seat: number, rings: number, own: boolean): GraphicsContext {
  const colour = threadOf(seat);
  return once(`body ${colour} ${rings} ${own}`, (context) => {
    const rim = own ? 4 : 2.5;
    context.circle(0, 0, BODY_RADIUS).fill(between(colour, RIM, 0.72));
    if (rings * 2 < RINGS + 1) {
      drawLooseEnds(context, colour);
    }
    for (let ring = rings; ring >= 1; ring--) {
      drawRing(context, colour, ring);
    }
    context.circle(0, 0, CORE).fill(own ? INK : between(colour, RIM, 0.78));
    context.circle(0, 0, BODY_RADIUS - rim / 2).stroke({ width: rim, color: own ? INK : RIM });
    if (own) {
      context.circle(0, 0, BODY_RADIUS + 0.75).stroke({ width: 1.5, color: RIM });
    }
  });
}

function drawRing(context: GraphicsContext, colour: number, ring: number): void {
  const width = (BODY_RADIUS - CORE) / RINGS;
  const outer = CORE + ring * width;
  context.circle(0, 0, outer).fill(ring % 2 === 0 ? colour : between(colour, INK, 0.14));
  context.circle(0, 0, outer).stroke({ width: 1, color: between(colour, RIM, 0.55), alignment: 1 });
  // Short slanted strokes: the winding of the thread, turned a little from ring to ring.
  const turns = 5 + ring * 2;
  for (let turn = 0; turn < turns; turn++) {
    const from = ((turn + ring * 0.4) / turns) * Math.PI * 2;
    const to = from + 0.28;
    const inner = outer - width + 0.8;
    context.moveTo(Math.cos(from) * inner, Math.sin(from) * inner);
    context.lineTo(Math.cos(to) * (outer - 1), Math.sin(to) * (outer - 1));
  }
  context.stroke({ width: 0.9, color: between(colour, RIM, 0.38) });
}

function drawLooseEnds(context: GraphicsContext, colour: number): void {
  for (const turn of [0.4, 1.9, 3.1, 4.4, 5.6]) {
    const x = Math.cos(turn);
    const y = Math.sin(turn);
    const far = BODY_RADIUS + 7 + (turn % 1) * 5;
    context.moveTo(x * (BODY_RADIUS - 6), y * (BODY_RADIUS - 6));
    context.quadraticCurveTo(x * far - y * 7, y * far + x * 7, x * far, y * far);
  }
  context.stroke({ width: 2.4, color: colour, cap: 'round' });
}

/** The needle that a body aims with, along x. */
export function needleShape(own: boolean): GraphicsContext {
  return once(`needle ${own}`, (context) => {
    const tip = BODY_RADIUS + (own ? 22 : 18);
    context
      .moveTo(BODY_RADIUS - 3, 0)
      .lineTo(tip, 0)
      .stroke({ width: 5.5, color: RIM, cap: 'round' });
    context
      .moveTo(BODY_RADIUS - 2, 0)
      .lineTo(tip - 0.5, 0)
      .stroke({ width: 2.4, color: INK, cap: 'round' });
    context.circle(BODY_RADIUS, 0, 1).fill(RIM);
  });
}

/** The soft shape that a body throws on the cloth. */
export function shadowShape(): GraphicsContext {
  return once('shadow', (context) =>
    context.circle(0, 0, BODY_RADIUS + 1).fill({ color: 0x05060f, alpha: 0.42 }),
  );
}

/** Dashes around a body that refuses hits. */
export function protectionShape(): GraphicsContext {
  return once('protection', (context) => {
    for (let dash = 0; dash < 12; dash++) {
      const from = (dash / 12) * Math.PI * 2;
      const radius = BODY_RADIUS + 8;
      context.moveTo(Math.cos(from) * radius, Math.sin(from) * radius);
      context.arc(0, 0, radius, from, from + 0.3);
    }
    context.stroke({ width: 2.6, color: INK, cap: 'round' });
  });
}

/** Two thirds of a loop that turns while a body reloads. */
export function reloadShape(): GraphicsContext {
  return once('reload', (context) => {
    context.moveTo(BODY_RADIUS + 4.5, 0);
    context.arc(0, 0, BODY_RADIUS + 4.5, 0, Math.PI * 1.2);
    context.stroke({ width: 2, color: INK, alpha: 0.75, cap: 'round' });
  });
}

/** A short dash in the shooter's colour with a light core, along x, its head at 0. */
export function shotShape(seat: number): GraphicsContext {
  const colour = threadOf(seat);
  return once(`shot ${colour}`, (context) => {
    const dash = (width: number, shade: number): void => {
      context.moveTo(-SHOT_LENGTH, 0).lineTo(0, 0).stroke({ width, color: shade, cap: 'round' });
    };
    dash(9.5, RIM);
    dash(6.5, colour);
    context.moveTo(-SHOT_LENGTH * 0.6, 0).lineTo(0, 0);
    context.stroke({ width: 2.6, color: between(colour, 0xffffff, 0.8), cap: 'round' });
  });
}

/** A bit of thread that flies off: straight and short, or a long curl. */
export function threadShape(colour: number, curled: boolean): GraphicsContext {
  return once(`thread ${colour} ${curled}`, (context) => {
    if (curled) {
      context.moveTo(-13, 0).bezierCurveTo(-5, -12, 5, 12, 13, 0);
      context.stroke({ width: 5, color: RIM, alpha: 0.6, cap: 'round' });
      context.moveTo(-13, 0).bezierCurveTo(-5, -12, 5, 12, 13, 0);
      context.stroke({ width: 3, color: colour, cap: 'round' });
    } else {
      context.moveTo(-5, 0).lineTo(5, 0).stroke({ width: 2.6, color: colour, cap: 'round' });
    }
  });
}

/** A piece of the thread that a dash leaves behind: one unit long, to be stretched. */
export function trailShape(colour: number): GraphicsContext {
  return once(`trail ${colour}`, (context) =>
    context.rect(-1, -6, 1, 12).fill({ color: colour, alpha: 0.55 }),
  );
}

/** A loop that closes around a fresh body, or opens around a hit. */
export function loopShape(colour: number): GraphicsContext {
  return once(`loop ${colour}`, (context) =>
    context.circle(0, 0, BODY_RADIUS).stroke({ width: 2.6, color: colour }),
  );
}
