/**
 * What the own shots hit on this screen, held against what they hit on the server.
 */
import type { Lashed, Snapshot } from '../protocol/messages.gen.ts';
import { ownSeat, type Happened, type ShotEnd, type State } from '../state/state.ts';
import type { OwnLine, OwnShot } from './volley.ts';

/** How the hits of one weapon came out. */
export interface Tally {
  /** On both. */
  agreed: number;
  /** On the screen only, for no reason that the rules give. */
  denied: number;
  /** On the server only. */
  unseen: number;
  /**
   * On the screen only: whom it met had dashed, raised a shield or was protected, which nobody can foresee: the defender
   * comes first.
   */
  refused: number;
  /** On the screen only: whom it met was dead already. */
  gone: number;
}

/** By slot of the weapon. */
export type Tallies = Map<number, Tally>;

/** How long before it ended something may have befallen whom a shot met, in ticks. */
const LATELY = 40;

export function newTallies(): Tallies {
  return new Map();
}

function tallyOf(tallies: Tallies, weapon: number): Tally {
  let tally = tallies.get(weapon);
  if (tally === undefined) {
    tally = { agreed: 0, denied: 0, unseen: 0, refused: 0, gone: 0 };
    tallies.set(weapon, tally);
  }
  return tally;
}

/** A projectile has ended, here and there. */
export function judgeShot(tallies: Tallies, shot: OwnShot, end: ShotEnd, state: State): void {
  const tally = tallyOf(tallies, shot.weapon);
  const shown = shot.stopped ? null : shot.struck;
  const told = end.stopped === true ? null : (end.seat ?? null);
  if (shown !== null) {
    const refused = end.stopped === true && end.seat === shown;
    tally[told === shown ? 'agreed' : refused ? 'refused' : excuse(state, shown, end.tick)] += 1;
  }
  if (told !== null && told !== shown) {
    tally.unseen += 1;
  }
}

/** A ray has been shot, here and there. */
export function judgeLine(
  tallies: Tallies,
  line: OwnLine,
  lashed: Lashed,
  snapshot: Snapshot,
  state: State,
): void {
  const tally = tallyOf(tallies, line.weapon);
  const own = ownSeat(state);
  const hurt = snapshot.events
    .filter((event) => event.kind === 'hurt')
    .filter(({ by, weapon, ago }) => by === own && weapon === line.weapon && ago === lashed.ago)
    .map(({ seat }) => seat);
  for (const seat of line.struck) {
    const slipped = lashed.slack === seat;
    const why = slipped ? 'refused' : excuse(state, seat, snapshot.tick - lashed.ago);
    tally[hurt.includes(seat) ? 'agreed' : why] += 1;
  }
  tally.unseen += hurt.filter((seat) => !line.struck.includes(seat)).length;
}

/** Why a hit on the screen was none. */
function excuse(state: State, seat: number, tick: number): 'denied' | 'refused' | 'gone' {
  const lately = state.events.filter((happened) => happened.tick > tick - LATELY && happened.tick <= tick);
  const befell = (is: (happened: Happened) => boolean): boolean => lately.some(is);
  if (befell(({ event }) => event.kind === 'killed' && event.seat === seat)) {
    return 'gone';
  }
  const refuses = befell(
    ({ event }) =>
      (event.kind === 'dashed' ||
        event.kind === 'spawned' ||
        event.kind === 'refused' ||
        event.kind === 'blocked' ||
        event.kind === 'snapback') &&
      event.seat === seat,
  );
  return refuses ? 'refused' : 'denied';
}
