/**
 * Measures one player: looks at the real client's state after each message and each picture, and changes nothing in it.
 */
import { CAUSES, corrected, type Cause } from '../../src/predict/corrections.ts';
import { pairAt, posesOf, type Pose } from '../../src/predict/others.ts';
import { sampledAt } from '../../src/predict/own.ts';
import { tuningAt } from '../../src/predict/tuning.ts';
import type { Picture, Play } from '../../src/play.ts';
import { PLAYER_FLAGS, SNAPSHOT_FLAGS, type WireEvent } from '../../src/protocol/messages.gen.ts';
import { units, unitsOf, ZERO, type Vec2 } from '../../src/sim/grid.ts';
import { isNeutral } from '../../src/sim/input.ts';
import { PACE, stepBody, type Body } from '../../src/sim/movement.ts';
import { stepOf } from '../../src/predict/tuning.ts';
import { newest, ownSeat } from '../../src/state/state.ts';
import { inputNow } from '../../src/input/sampler.ts';
import type { Tally as Hits } from '../../src/predict/tallies.ts';
import { newTally, WEAPONS, type Tally, type WeaponName } from './tally.ts';

/** Corrections that say nothing of the line: nobody predicts what they are for. Counted, and kept out of the figures. */
const APART: readonly Cause[] = ['match', 'return', 'hit', 'push'];
/** Further than this between two snapshots is no walk, in units. */
const TELEPORT = 220;
/** What counts as a motion of the own body, and of another on a grid of an eighth, in units. */
const OWN_MOVED = 0.1;
const OTHER_MOVED = 0.5;
/** So long before a press the own body stands still. */
const STILL_MS = 200;
/** A press that nobody showed after so long is given up. */
const WAITED_MS = 2_000;

/** Unexplained corrections that are told in full. */
const TRACES = 3;

/** A press at rest that other screens will show. */
interface Press {
  readonly seat: number;
  readonly place: Vec2;
  readonly atMs: number;
  /** Whose screens show the body still at rest, and whose need not be looked at any more. */
  readonly waiting: Set<number>;
  readonly done: Set<number>;
}

/** The presses of all players of a cell: each looks for those of the others. */
export class Presses {
  #all: Press[] = [];

  add(press: Press): void {
    this.#all.push(press);
  }

  /** Those that are still waited for. */
  at(nowMs: number): readonly Press[] {
    this.#all = this.#all.filter((press) => nowMs - press.atMs < WAITED_MS);
    return this.#all;
  }
}

export class Measure {
  readonly tally: Tally = newTally();
  readonly #play: Play;
  readonly #presses: Presses;
  readonly #poses: Pose[] = [];
  #isOn = false;
  #sinceMs = 0;
  #base = { draws: 0, underruns: 0, mismatches: 0, causes: newTally().causes };
  /** What the own shots had hit before, by weapon. */
  #before = newHitsEach();
  #compared = 0;
  #exact = 0;
  #tick = 0;
  #events = 0;
  #place: Vec2 | null = null;
  #touches = false;
  /** Where the body is drawn, and since when it is there. */
  #drawn: { readonly place: Vec2; readonly sinceMs: number } | null = null;
  #press: { readonly place: Vec2; readonly atMs: number; draws: number } | null = null;

  constructor(play: Play, presses: Presses) {
    this.#play = play;
    this.#presses = presses;
  }

  /** Counts from now on. */
  begin(nowMs: number): void {
    const { delay, prediction, state } = this.#play;
    this.#isOn = true;
    this.#sinceMs = nowMs;
    this.#base = {
      draws: delay.draws,
      underruns: delay.underruns,
      mismatches: state.mismatches,
      causes: { ...prediction.corrections.causes },
    };
    this.#before = this.#hits();
  }

  end(nowMs: number): void {
    const { tally } = this;
    const { delay, prediction, state } = this.#play;
    this.#isOn = false;
    tally.seconds = (nowMs - this.#sinceMs) / 1000;
    tally.draws = delay.draws - this.#base.draws;
    tally.underruns = delay.underruns - this.#base.underruns;
    for (const cause of CAUSES) {
      tally.causes[cause] = prediction.corrections.causes[cause] - this.#base.causes[cause];
    }
    tally.mismatches = state.mismatches - this.#base.mismatches;
    tally.lost = state.ending === null ? 0 : 1;
    const hits = this.#hits();
    WEAPONS.forEach((weapon) => (tally[weapon] = since(hits[weapon], this.#before[weapon])));
  }

  /** What the own shots have hit since the client began, by weapon. */
  #hits(): Record<WeaponName, Hits> {
    const { state, volley } = this.#play;
    const weapons = tuningAt(state, newest(state)?.tick ?? 0)?.weapons;
    const hits = newHitsEach();
    for (const [slot, tally] of volley.tallies) {
      const name = weapons?.[slot]?.name;
      add(hits[WEAPONS.find((weapon) => weapon === name) ?? 'stitches'], tally);
    }
    return hits;
  }

  /** A message was taken in. */
  received(): void {
    const { state } = this.#play;
    const snapshot = newest(state);
    this.#correction();
    if (snapshot === undefined || snapshot.tick === this.#tick) {
      return;
    }
    const before = this.#tick;
    this.#tick = snapshot.tick;
    const place = snapshot.own === null || snapshot.own.life < 0 ? null : unitsOf(snapshot.own);
    const way = place === null || this.#place === null ? 0 : distance(place, this.#place);
    this.#place = place;
    this.#happened();
    if (!this.#isOn || before === 0) {
      return;
    }
    const { tally } = this;
    tally.moved += way < TELEPORT ? way : 0;
    tally.snapshots += 1;
    tally.late += (snapshot.flags & SNAPSHOT_FLAGS.late) === 0 ? 0 : 1;
    tally.ticks += snapshot.tick - before;
    if ((snapshot.flags & SNAPSHOT_FLAGS.unheard) !== 0 && this.#spoke(before + 1, snapshot.tick)) {
      // The flag does not say which of them, so it counts for all since the snapshot before: never too few.
      tally.starved += snapshot.tick - before;
    }
  }

  /** A picture was drawn, with the own body there. */
  pictured(picture: Picture, own: Body | null, nowMs: number): void {
    const place = own === null ? null : unitsOf(own.place);
    if (place === null) {
      this.#drawn = null;
      this.#press = null;
    } else if (this.#drawn === null || distance(place, this.#drawn.place) > OWN_MOVED) {
      this.#drawn = { place, sinceMs: nowMs };
    }
    this.#ownMotion(place, nowMs);
    this.#otherMotion(picture, nowMs);
    this.#walls(own);
  }

  /** A key to walk was pressed, and none was held before. */
  pressed(nowMs: number): void {
    const drawn = this.#drawn;
    const seat = ownSeat(this.#play.state);
    if (this.#isOn && drawn !== null && seat !== null && nowMs - drawn.sinceMs > STILL_MS) {
      this.#press = { place: drawn.place, atMs: nowMs, draws: 0 };
      this.#presses.add({ seat, place: drawn.place, atMs: nowMs, waiting: new Set(), done: new Set() });
    }
  }

  #correction(): void {
    const { corrections } = this.#play.prediction;
    const compared = corrections.exact + corrected(corrections);
    const isNew = compared > this.#compared;
    const isExact = corrections.exact > this.#exact;
    this.#compared = compared;
    this.#exact = corrections.exact;
    const snapshot = newest(this.#play.state);
    if (!isNew || !this.#isOn || snapshot === undefined) {
      return;
    }
    const correction = isExact ? undefined : corrections.last.at(-1);
    if (correction?.cause === 'unexplained' && this.tally.traces.length < TRACES) {
      this.tally.traces.push(this.#trace(correction.distance));
    }
    const isApart = correction !== undefined && APART.includes(correction.cause);
    if (!isApart && this.#spoke(snapshot.tick, snapshot.tick)) {
      const radius = tuningAt(this.#play.state, snapshot.tick)?.body.radius ?? NaN;
      this.tally.corrections.push((correction?.distance ?? 0) / units(radius));
    }
  }

  /** What one needs to know to find out why a correction has no cause. */
  #trace(distance: number): string {
    const { state, prediction, lead } = this.#play;
    const last = state.snapshots.slice(-3).map(({ tick, flags, lead: came }) => `${tick}/${flags}/${came}`);
    const first = (state.snapshots.at(-3) ?? newest(state))?.tick ?? 0;
    const held = Array.from({ length: 10 }, (_, at) => sampledAt(prediction, first + at));
    const inputs = held.map((input) => (input === null ? '-' : `${input.buttons}:${input.walk}`));
    return [
      `seat ${ownSeat(state) ?? '-'}: ${distance.toFixed(2)} u`,
      `tick/flags/lead ${last.join(' ')}`,
      `head ${prediction.tick}, stamped ${lead.ahead.toFixed(1)} ahead`,
      `buttons:walk from ${first} on ${inputs.join(' ')}`,
    ].join('; ');
  }

  /** True when something was held in one of these ticks. */
  #spoke(first: number, last: number): boolean {
    for (let tick = first; tick <= last; tick++) {
      const input = sampledAt(this.#play.prediction, tick);
      if (input !== null && !isNeutral(input)) {
        return true;
      }
    }
    return false;
  }

  #happened(): void {
    const { state } = this.#play;
    const own = ownSeat(state);
    const first = Math.max(this.#events - state.eventsDropped, 0);
    this.#events = state.eventsDropped + state.events.length;
    if (this.#isOn) {
      state.events.slice(first).forEach(({ event }) => this.#count(event, own));
    }
  }

  #count(event: WireEvent, own: number | null): void {
    if ((event.kind === 'fired' || event.kind === 'lashed') && event.seat === own) {
      this.tally.shots += 1;
    } else if (event.kind === 'dashed' && event.seat === own) {
      this.tally.dashes += 1;
    } else if (event.kind === 'hurt' && event.by === own && event.seat !== own) {
      this.tally.hits += 1;
    }
  }

  #ownMotion(place: Vec2 | null, nowMs: number): void {
    if (this.#press === null || place === null) {
      return;
    }
    this.#press.draws += 1;
    if (distance(place, this.#press.place) > OWN_MOVED) {
      this.tally.ownDraws.push(this.#press.draws);
      this.tally.ownMs.push(nowMs - this.#press.atMs);
      this.#press = null;
    }
  }

  #otherMotion(picture: Picture, nowMs: number): void {
    const pair = pairAt(this.#play.state, picture.tick);
    const own = ownSeat(this.#play.state);
    const waited = this.#presses.at(nowMs);
    if (pair === null || own === null || waited.length === 0 || !this.#isOn) {
      return;
    }
    const poses = this.#poses.slice(0, posesOf(pair, this.#poses));
    for (const press of waited.filter(({ seat, done }) => seat !== own && !done.has(own))) {
      const pose = poses.find(({ seat }) => seat === press.seat);
      const isSeen = pose !== undefined && (pose.flags & PLAYER_FLAGS.alive) !== 0;
      if (isSeen && distance(pose, press.place) <= OTHER_MOVED) {
        press.waiting.add(own);
        continue;
      }
      // Who did not see the rest, or lost sight of it, says nothing of the way there.
      if (isSeen && press.waiting.has(own)) {
        this.tally.otherMs.push(nowMs - press.atMs);
      }
      press.done.add(own);
    }
  }

  /** Would the next tick meet a wall? It counts once until the body is free of it, or walks another way. */
  #walls(own: Body | null): void {
    const { state, prediction, sampler } = this.#play;
    const tuning = tuningAt(state, prediction.tick + 1);
    if (own === null || tuning === null || prediction.map === null) {
      this.#touches = false;
      return;
    }
    const step = stepOf(tuning);
    const { touched } = stepBody(
      { ...own },
      inputNow(sampler),
      ZERO,
      PACE,
      prediction.now,
      step,
      tuning,
      prediction.map,
    );
    this.tally.contacts += this.#isOn && touched && !this.#touches ? 1 : 0;
    this.#touches = touched;
  }
}

function distance(a: Vec2, b: Vec2): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function newHitsEach(): Record<WeaponName, Hits> {
  return { needle: newHits(), stitches: newHits(), shears: newHits(), bobbin: newHits() };
}

function newHits(): Hits {
  return { agreed: 0, denied: 0, unseen: 0, refused: 0, gone: 0 };
}

function add(to: Hits, from: Hits): void {
  for (const key of Object.keys(to) as (keyof Hits)[]) {
    to[key] += from[key];
  }
}

function since(now: Hits, before: Hits): Hits {
  const hits = { ...now };
  for (const key of Object.keys(hits) as (keyof Hits)[]) {
    hits[key] -= before[key];
  }
  return hits;
}
