/**
 * What each player did best in a match: that in which they stand out most from the others, of what this client can know.
 */
import type { Tuning } from '../sim/tuning.gen.ts';
import { deedsOf } from '../state/deeds.ts';
import { ownSeat, scoreOf, type State } from '../state/state.ts';
import { say } from './say.ts';
import { metres, weaponName } from './words.ts';

/** A figure for each player, and its words. */
interface Feat {
  readonly of: (seat: number) => number;
  readonly words: (figure: number, seat: number) => string;
}

/** The words for each seat; empty for who did nothing that is known. */
export function bestOf(state: State, tuning: Tuning): Map<number, string> {
  const seats = [...state.roster.keys()];
  const feats = featsOf(state, tuning).map((feat) => {
    const mean = seats.reduce((sum, seat) => sum + feat.of(seat), 0) / Math.max(seats.length, 1);
    return { feat, mean };
  });
  const best = (seat: number): string => {
    let [words, most] = ['', 0];
    for (const { feat, mean } of feats) {
      const figure = feat.of(seat);
      if (figure > 0 && figure / mean > most) {
        most = figure / mean;
        words = feat.words(figure, seat);
      }
    }
    return words;
  };
  return new Map(seats.map((seat) => [seat, best(seat)]));
}

/** Of equals the first one counts. */
function featsOf(state: State, tuning: Tuning): Feat[] {
  const own = ownSeat(state);
  const rays = tuning.weapons.flatMap((weapon, slot) =>
    weapon.kind === 'ray' ? [{ slot, name: weaponName(weapon.name) }] : [],
  );
  return [
    {
      of: (seat) => scoreOf(state, seat).kills,
      words: (count) => say(count === 1 ? 'best.kill' : 'best.kills', { count }),
    },
    {
      of: (seat) => scoreOf(state, seat).longest,
      words: (cm) => say('best.longest', { metres: metres(cm) }),
    },
    {
      of: (seat) => deedsOf(state, seat).wound,
      words: (cm) => say('best.wound', { metres: metres(cm) }),
    },
    ...rays.map(({ slot, name }) => ({
      of: (seat: number): number => deedsOf(state, seat).killsWith[slot] ?? 0,
      words: (count: number): string =>
        say(count === 1 ? 'best.killWith' : 'best.killsWith', { count, weapon: name }),
    })),
    {
      of: (seat) => deedsOf(state, seat).slips,
      // Slips of others are known where they were seen.
      words: (count, seat) => {
        const key = count === 1 ? 'best.slip' : 'best.slips';
        return say(seat === own ? key : `${key}Seen`, { count });
      },
    },
    {
      of: (seat) => deedsOf(state, seat).snapbacks,
      words: (count, seat) => {
        const key = count === 1 ? 'best.snapback' : 'best.snapbacks';
        return say(seat === own ? key : `${key}Seen`, { count });
      },
    },
  ];
}

/** Who had the longest tail of the match, and how long; null while nobody had any. */
export function longestTail(state: State): { readonly seat: number; readonly cm: number } | null {
  let best: { readonly seat: number; readonly cm: number } | null = null;
  for (const seat of state.roster.keys()) {
    const cm = scoreOf(state, seat).longest;
    if (cm > (best?.cm ?? 0)) {
      best = { seat, cm };
    }
  }
  return best;
}
