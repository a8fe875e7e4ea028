/**
 * A death looked back at: a small picture of it, and the hits of the life that is over, summed by who gave them.
 */
import { bodiesOf, frameAround, sceneOf, type Frame, type Scene } from '../predict/scene.ts';
import type { Vec2 } from '../sim/grid.ts';
import type { GameMap } from '../sim/map.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import type { Death, Taken } from '../state/notes.ts';
import { ownSeat, type State } from '../state/state.ts';
import { css, threadOf, type Palette } from '../view/palette.ts';
import { disc, penOf } from './canvas.ts';
import { make } from './dom.ts';
import { thread } from './players.ts';
import { say } from './say.ts';
import { lookInSlot } from './words.ts';

/** What the picture is drawn for, in CSS pixels; a narrow screen shows it smaller. */
const WIDE = 220;
const HIGH = 140;
/** Shooters that are listed. */
const SHOOTERS_MAX = 3;
const BODY = 20;

/** All that one shooter did to the own body in a life. */
export interface Shooter {
  readonly seat: number | null;
  readonly name: string;
  readonly damage: number;
  /** The damage by the slot of the weapon, in the order of its first hit. */
  readonly by: ReadonlyMap<number, number>;
}

/** The hits summed by who gave them, the worst first. */
export function shootersOf(taken: readonly Taken[]): Shooter[] {
  const shooters = new Map<number | null, Taken[]>();
  for (const hit of taken) {
    shooters.set(hit.seat, [...(shooters.get(hit.seat) ?? []), hit]);
  }
  return [...shooters].map(([seat, hits]) => summed(seat, hits)).sort((a, b) => b.damage - a.damage);
}

function summed(seat: number | null, hits: readonly Taken[]): Shooter {
  const by = new Map<number, number>();
  hits.forEach(({ weapon, damage }) => by.set(weapon, (by.get(weapon) ?? 0) + damage));
  const damage = hits.reduce((sum, hit) => sum + hit.damage, 0);
  return { seat, name: hits.at(-1)?.name ?? '', damage, by };
}

export class Recap {
  readonly element = make('div', { class: 'recap' });
  readonly #canvas = make('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #hits = make('ul', { class: 'hits-taken', attributes: { 'aria-label': say('death.hits') } });
  #shown: Death | null = null;

  constructor() {
    this.element.append(this.#canvas, this.#hits);
  }

  /** Draws a death once: what it is made of is forgotten soon. Answers the scene of one that is new. */
  update(state: State, death: Death, tuning: Tuning, map: GameMap | null, palette: Palette): Scene | null {
    if (death === this.#shown) {
      return null;
    }
    this.#shown = death;
    const scene = sceneOf(state, death, tuning);
    const pen = penOf(this.#canvas, WIDE, HIGH);
    if (pen !== null) {
      drawScene(pen, scene, map, palette, { own: ownSeat(state) ?? 0, killer: death.seat ?? 0 });
    }
    const rows = shootersOf(death.taken).slice(0, SHOOTERS_MAX);
    this.#hits.replaceChildren(...rows.map((shooter) => rowOf(shooter, tuning)));
    return scene;
  }
}

function rowOf({ seat, name, damage, by }: Shooter, tuning: Tuning): HTMLElement {
  const known = name || say('feed.left');
  const who = seat === null ? make('span', { class: 'thread', text: known }) : thread(seat, known);
  const weapons = [...by].map(([slot, amount]) =>
    make('span', { class: 'with' }, [
      make('i', { class: 'mark', attributes: { 'data-look': lookInSlot(tuning, slot) } }),
      make('span', { text: by.size > 1 ? String(amount) : '' }),
    ]),
  );
  return make('li', {}, [who, ...weapons, make('b', { text: String(damage) })]);
}

/** Cover, the way of the shot, where one was seen, and both bodies. */
function drawScene(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  map: GameMap | null,
  palette: Palette,
  seats: { readonly own: number; readonly killer: number },
): void {
  const frame = frameAround(bodiesOf(scene), WIDE, HIGH);
  const at = ({ x, y }: Vec2): Vec2 => ({
    x: (x - frame.x) * frame.scale,
    y: (y - frame.y) * frame.scale,
  });
  drawGround(pen, map, palette, frame);
  const [own, killer] = [css(threadOf(seats.own, palette)), css(threadOf(seats.killer, palette))];
  const rim = css(palette.rim);
  drawLine(pen, scene.shot.map(at), 4, rim);
  drawLine(pen, scene.shot.map(at), 2, killer);
  const radius = Math.max(BODY * frame.scale, 4);
  if (scene.seen !== null) {
    const [seen, fell] = [at(scene.seen), at(scene.fell)];
    pen.setLineDash([3, 3]);
    drawLine(pen, [seen, fell], 1.5, css(palette.name));
    pen.beginPath();
    pen.arc(seen.x, seen.y, radius, 0, Math.PI * 2);
    pen.lineWidth = 2;
    pen.strokeStyle = own;
    pen.stroke();
    pen.setLineDash([]);
  }
  if (scene.killer !== null) {
    const { x, y } = at(scene.killer);
    disc(pen, x, y, radius, killer, rim);
  }
  const { x, y } = at(scene.fell);
  disc(pen, x, y, radius, own, rim);
  disc(pen, x, y, radius * 0.4, css(palette.ink), css(palette.ink));
}

function drawGround(
  pen: CanvasRenderingContext2D,
  map: GameMap | null,
  palette: Palette,
  { x, y, scale }: Frame,
): void {
  pen.fillStyle = css(palette.outside);
  pen.fillRect(0, 0, WIDE, HIGH);
  if (map === null) {
    return;
  }
  const { width, height, covers } = map.file;
  pen.fillStyle = css(palette.cloth);
  pen.fillRect(-x * scale, -y * scale, width * scale, height * scale);
  pen.lineWidth = 1.5;
  pen.fillStyle = css(palette.patch);
  pen.strokeStyle = css(palette.patchEdge);
  for (const [left, top, wide, high] of covers) {
    const cover = [(left - x) * scale, (top - y) * scale, wide * scale, high * scale] as const;
    pen.fillRect(...cover);
    pen.strokeRect(...cover);
  }
}

function drawLine(
  pen: CanvasRenderingContext2D,
  points: readonly Vec2[],
  width: number,
  colour: string,
): void {
  pen.beginPath();
  points.forEach(({ x, y }) => pen.lineTo(x, y));
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.strokeStyle = colour;
  pen.stroke();
}
