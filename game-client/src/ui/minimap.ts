/**
 * The whole map in a corner: its cover, what the picture shows of it, oneself and the others as far as this client was told
 * of them, the thread of a great unravel, and the things to pick up.
 *
 *     ● it lies there      ◔ ◑ ◕ it is away: the arc closes until it lies there again
 *
 * Nothing on it is more than the picture knows: the server sends a window, and who is outside of it is not here either.
 */
import { everyMs, offerOf } from '../sim/pickup.ts';
import type { GameMap, MapFile } from '../sim/map.ts';
import { BITS, scatter } from '../sim/thread.ts';
import { snapPoint, unitsOf } from '../sim/grid.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import { newest, ownSeat, placeOf, type State } from '../state/state.ts';
import { between, css, threadOf, type Palette } from '../view/palette.ts';
import { disc, penOf } from './canvas.ts';
import { make, setStyle, show } from './dom.ts';
import { say } from './say.ts';
import type { Sight } from './sight.ts';

/** From one drawing to the next, in ms. */
const EVERY_MS = 150;
const TURN = Math.PI * 2;
/** Radii on a map of the usual width, in CSS pixels; and how much they follow another one. */
const PICKUP = 3;
const PLAYER = 3;
const SELF = 4.5;
const CORE = 1.5;
const BIT = 1.2;
const USUAL_WIDE = 176;
const SIZE_LEAST = 0.75;
const SIZE_MOST = 1.3;
/** Cover stands back behind what moves: so much of the way from the cloth to its own colour. */
const COVER_SHARE = 0.7;
/** The least that cover is drawn as. */
const COVER_LEAST = 1.5;

/** Something on the map, in units. */
export type Mark =
  | {
      readonly kind: 'thread' | 'player' | 'self';
      readonly x: number;
      readonly y: number;
      readonly seat: number;
    }
  /** `share`: how much of the way back to its place is over; 1 where it lies. */
  | { readonly kind: 'pickup'; readonly x: number; readonly y: number; readonly share: number };

/** All that stands on the map now, in the order in which it is drawn. */
export function marksOf(state: State, map: GameMap, tuning: Tuning, nowMs: number): Mark[] {
  return [
    ...pickupsOf(state, map.file, tuning, nowMs),
    ...threadsOf(state, map, tuning, nowMs),
    ...playersOf(state),
  ];
}

function pickupsOf(state: State, { pickups }: MapFile, tuning: Tuning, nowMs: number): Mark[] {
  return pickups.flatMap(([word, x, y], at): Mark[] => {
    const offer = offerOf(word, tuning);
    if (offer === null) {
      return [];
    }
    const waitMs = (state.pickups[at]?.backMs ?? -Infinity) - nowMs;
    const share = 1 - Math.max(waitMs, 0) / everyMs(offer, tuning);
    return [{ kind: 'pickup', x, y, share: Math.max(share, 0) }];
  });
}

/** The bits of great drops that nobody has wound yet. */
function threadsOf(state: State, map: GameMap, tuning: Tuning, nowMs: number): Mark[] {
  return [...state.loose.values()]
    .filter(({ great, goneMs }) => great && goneMs > nowMs)
    .flatMap(({ x, y, seed, seat, wound }) =>
      scatter(snapPoint({ x, y }), seed, true, map, tuning)
        .slice(0, BITS)
        .filter((_, bit) => (wound[bit] ?? null) === null)
        .map((place): Mark => ({ kind: 'thread', ...unitsOf(place), seat })),
    );
}

function playersOf(state: State): Mark[] {
  const seen = newest(state);
  const others = (seen?.players ?? [])
    .filter(({ flags }) => (flags & PLAYER_FLAGS.alive) !== 0)
    .map(({ seat, x8, y8 }): Mark => ({ kind: 'player', seat, x: x8 / 8, y: y8 / 8 }));
  const seat = ownSeat(state);
  const place = (seen?.own?.life ?? -1) < 0 ? null : placeOf(state, seat);
  return seat === null || place === null ? others : [...others, { kind: 'self', seat, ...place }];
}

export class Minimap {
  readonly element = make('div', {
    class: 'minimap',
    attributes: { role: 'img', 'aria-label': say('hud.map') },
  });
  readonly #canvas = make('canvas');
  #drawnMs = -Infinity;

  constructor() {
    this.element.append(this.#canvas);
    this.element.hidden = true;
  }

  update(state: State, map: GameMap | null, tuning: Tuning | null, sight: Sight, nowMs: number): void {
    const isShown = sight.minimap !== 'off' && map !== null && !showsAll(map, sight);
    show(this.element, isShown);
    if (!isShown || tuning === null || nowMs - this.#drawnMs < EVERY_MS) {
      return;
    }
    this.#drawnMs = nowMs;
    this.element.dataset['size'] = sight.minimap;
    setStyle(this.element, 'aspect-ratio', `${map.file.width} / ${map.file.height}`);
    const { clientWidth: wide, clientHeight: high } = this.#canvas;
    const pen = penOf(this.#canvas, wide, high);
    if (pen !== null) {
      const scale = Math.min(wide / map.file.width, high / map.file.height);
      drawCloth(pen, map.file, scale, sight);
      const size = Math.min(Math.max(wide / USUAL_WIDE, SIZE_LEAST), SIZE_MOST);
      for (const mark of marksOf(state, map, tuning, nowMs)) {
        drawMark(pen, mark, scale, size, sight.palette);
      }
    }
  }
}

/** The picture is the map: one without a seat looks at all of it. */
function showsAll({ file }: GameMap, { layout }: Sight): boolean {
  return layout.unitsWide >= file.width && layout.unitsHigh >= file.height;
}

function drawCloth(
  pen: CanvasRenderingContext2D,
  { width, height, covers }: MapFile,
  scale: number,
  { palette, middle, layout }: Sight,
): void {
  pen.fillStyle = css(palette.cloth);
  pen.fillRect(0, 0, width * scale, height * scale);
  pen.fillStyle = css(between(palette.cloth, palette.patch, COVER_SHARE));
  for (const [x, y, wide, high] of covers) {
    pen.fillRect(
      x * scale,
      y * scale,
      Math.max(wide * scale, COVER_LEAST),
      Math.max(high * scale, COVER_LEAST),
    );
  }
  pen.lineWidth = 1;
  pen.strokeStyle = css(palette.name);
  pen.strokeRect(
    (middle.x - layout.unitsWide / 2) * scale,
    (middle.y - layout.unitsHigh / 2) * scale,
    layout.unitsWide * scale,
    layout.unitsHigh * scale,
  );
}

function drawMark(
  pen: CanvasRenderingContext2D,
  mark: Mark,
  scale: number,
  size: number,
  palette: Palette,
): void {
  const [x, y] = [mark.x * scale, mark.y * scale];
  const rim = css(palette.rim);
  switch (mark.kind) {
    case 'pickup':
      drawPickup(pen, x, y, PICKUP * size, mark.share, palette);
      break;
    case 'thread':
      disc(pen, x, y, BIT * size, css(threadOf(mark.seat, palette)), rim);
      break;
    case 'player':
      disc(pen, x, y, PLAYER * size, css(threadOf(mark.seat, palette)), rim);
      break;
    case 'self':
      disc(pen, x, y, SELF * size, css(threadOf(mark.seat, palette)), rim);
      disc(pen, x, y, CORE * size, css(palette.ink), css(palette.ink));
      break;
  }
}

/** A dot, or an arc from the top that closes. */
function drawPickup(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  share: number,
  palette: Palette,
): void {
  const [gold, rim] = [css(palette.gold), css(palette.rim)];
  if (share >= 1) {
    disc(pen, x, y, radius, gold, rim);
    return;
  }
  for (const [width, colour] of [
    [3, rim],
    [1.5, gold],
  ] as const) {
    pen.beginPath();
    pen.arc(x, y, radius, -TURN / 4, share * TURN - TURN / 4);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}
