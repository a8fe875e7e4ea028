/**
 * What plays behind the first page: a match that is under way, watched without a seat and without a sound. The camera
 * goes slowly after the leader.
 *
 *     first page shown ──▶ watch ──hidden, over, or Play──▶ nothing: the page's own cloth
 */
import { Play, type PlayOptions } from './play.ts';
import type { Body } from './sim/movement.ts';
import { MATCH_RESULTS, placeOf, ranking, type State } from './state/state.ts';
import type { Shown, View } from './view/view.ts';

/** So long a page that nobody touches watches: the server need not play for it for ever. */
const WATCH_MAX_MS = 180_000;
/** Two draws are at least so far apart: the page needs no more, and whoever loads it plays soon. */
const DRAW_MS = 30;
/** The camera covers this share of its way to the leader in a second. */
const GLIDE = 0.6;
const GRID = 256;

export class Backdrop {
  readonly #play: Play;
  readonly #sinceMs: number;
  readonly #body: Body;
  #drawnMs = 0;
  /** Where the camera is, in units; null before the first picture. */
  #camera: { x: number; y: number } | null = null;

  constructor(options: Omit<PlayOptions, 'watch'>, nowMs: number) {
    this.#play = new Play({ ...options, watch: true });
    this.#sinceMs = nowMs;
    const still = { x: 0, y: 0 };
    this.#body = { place: still, velocity: still, held: 0, dashEnds: 0, dashAngle: 0, dashReady: 0 };
  }

  dispose(): void {
    this.#play.dispose();
  }

  /** The server has refused or ended it, or it has been watched for long enough. */
  isOver(nowMs: number): boolean {
    return this.#play.state.ending !== null || nowMs - this.#sinceMs > WATCH_MAX_MS;
  }

  /** Draws a picture if it is time; answers whether there is one. */
  draw(drawing: View, look: Pick<Shown, 'calm' | 'palette'>, nowMs: number): boolean {
    const { state, prediction } = this.#play;
    this.#play.pump();
    const shown = this.#play.picture();
    const map = prediction.map?.file;
    if (shown === null || map === undefined) {
      return false;
    }
    const elapsedMs = nowMs - this.#drawnMs;
    if (elapsedMs < DRAW_MS) {
      return true;
    }
    this.#drawnMs = nowMs;
    const from = this.#camera ?? { x: map.width / 2, y: map.height / 2 };
    const to = leaderPlace(state) ?? from;
    const share = Math.min((GLIDE * elapsedMs) / 1000, 1);
    const camera = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    this.#camera = camera;
    // Nobody's body is drawn there: it only says where to look.
    const own = { ...this.#body, place: { x: camera.x * GRID, y: camera.y * GRID } };
    const still = { pointer: { x: 0, y: 0 }, aim: 0, names: false, watch: null };
    drawing.draw(state, prediction, { ...shown, ...look, ...still, own, nowMs });
    return true;
  }
}

/** Where the one with most thread is. Between two matches the camera rests. */
function leaderPlace(state: State): { readonly x: number; readonly y: number } | null {
  const first = ranking(state)[0];
  return first === undefined || state.match?.phase === MATCH_RESULTS ? null : placeOf(state, first.seat);
}
