/**
 * What the results say of each player: an award for the most of something, at most one each, and for who has none what they
 * did best. Of what only those are told who see it, slips, snapbacks and assists, what was seen is counted, and said to be so.
 */
import type { Tuning } from '../sim/tuning.gen.ts';
import { deedsOf } from '../state/deeds.ts';
import { STREAKS } from '../state/feats.ts';
import { ownSeat, scoreOf, type State } from '../state/state.ts';
import { say, type Key } from './say.ts';
import { metres, weaponName } from './words.ts';

/** A figure for each player, and its words. */
interface Feat {
  readonly of: (seat: number) => number;
  readonly words: (figure: number, seat: number) => string;
}

/** For whoever has the most of it, if that is enough, and nobody has as much. */
interface Award extends Feat {
  readonly least: number;
  /** All who have that much hold it: it is no matter of more and less. */
  readonly shared?: boolean;
}

/** What is said of a player. */
export interface Praise {
  readonly words: string;
  readonly isAward: boolean;
}

/** The praise of each seat; none of who did nothing that is known. */
export function bestOf(state: State, tuning: Tuning): Map<number, Praise | null> {
  const seats = [...state.roster.keys()];
  const awards = awarded(state, seats);
  const feats = featsOf(state, tuning);
  const means = feats.map((feat) => meanOf(feat, seats));
  const best = (seat: number): Praise | null => {
    let [words, most] = ['', 0];
    feats.forEach((feat, at) => {
      const figure = feat.of(seat);
      const share = figure / (means[at] ?? 1);
      if (figure > 0 && share > most) {
        most = share;
        words = feat.words(figure, seat);
      }
    });
    return words === '' ? null : { words, isAward: false };
  };
  return new Map(seats.map((seat) => [seat, awards.get(seat) ?? best(seat)]));
}

/** The awards, those first whose holders stand out most: who has one already leaves the next to nobody. */
function awarded(state: State, seats: readonly number[]): Map<number, Praise> {
  const held = awardsOf(state).flatMap((award) => {
    const most = Math.max(0, ...seats.map(award.of));
    const holders = most < award.least ? [] : seats.filter((seat) => award.of(seat) === most);
    const share = most / meanOf(award, seats);
    return holders.length === 1 || award.shared === true
      ? holders.map((seat) => ({ seat, share, words: award.words(most, seat) }))
      : [];
  });
  const given = new Map<number, Praise>();
  for (const { seat, words } of held.sort((a, b) => b.share - a.share)) {
    given.set(seat, given.get(seat) ?? { words, isAward: true });
  }
  return given;
}

function meanOf(feat: Feat, seats: readonly number[]): number {
  return seats.reduce((sum, seat) => sum + feat.of(seat), 0) / Math.max(seats.length, 1);
}

function awardsOf(state: State): Award[] {
  const counted = (key: Key, least: number, of: Award['of']): Award => ({
    of,
    least,
    words: (count) => say(key, { count }),
  });
  const long = (key: Key, of: Award['of']): Award => ({
    of,
    least: 1,
    words: (cm) => say(key, { metres: metres(cm) }),
  });
  const { kills, deaths } = {
    kills: (seat: number): number => scoreOf(state, seat).kills,
    deaths: (seat: number): number => scoreOf(state, seat).deaths,
  };
  return [
    counted('award.kills', 1, kills),
    long('award.longest', (seat) => scoreOf(state, seat).longest),
    long('award.wound', (seat) => deedsOf(state, seat).wound),
    counted('award.streak', STREAKS[0], (seat) => deedsOf(state, seat).bestStreak),
    counted('award.assists', 1, (seat) => deedsOf(state, seat).assists),
    counted('award.slips', 1, (seat) => deedsOf(state, seat).slips),
    counted('award.snapbacks', 1, (seat) => deedsOf(state, seat).snapbacks),
    counted('award.picked', 2, (seat) => deedsOf(state, seat).picked),
    {
      // Who did nothing did not die of it either.
      of: (seat) => (kills(seat) > 0 && deaths(seat) === 0 ? 1 : 0),
      least: 1,
      shared: true,
      words: () => say('award.alive'),
    },
  ];
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
