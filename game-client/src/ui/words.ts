/**
 * Figures and happenings in a player's words: thread in metres, weapons by their names, a death in full.
 */
import { LOOKS, type Tuning } from '../sim/tuning.gen.ts';
import type { Scene } from '../predict/scene.ts';
import type { Death, Moment } from '../state/notes.ts';
import { MODE_TUG } from '../state/teams.ts';
import { figure, isKey, say, shortFigure, type Key } from './say.ts';

const CM_PER_METRE = 100;
const CM_PER_UNIT = 10;

/** Thread in metres, to the decimetre. */
export function metres(cm: number): string {
  return figure(cm / CM_PER_METRE, 1);
}

/** A goal, which is mostly a whole number of metres. */
export function wholeMetres(cm: number): string {
  return shortFigure(cm / CM_PER_METRE, 1);
}

/** What a team is called: by the colour of its thread. */
export function teamName(team: number): string {
  return say(team === 0 ? 'team.0' : 'team.1');
}

/** A designer may add weapons that no language knows: those are called as the tuning calls them. */
export function weaponName(name: string): string {
  const key = `weapon.${name}`;
  return isKey(key) ? say(key) : titled(name);
}

/** The name of the weapon in a slot; empty when there is none. */
export function nameInSlot(tuning: Tuning, slot: number): string {
  const weapon = tuning.weapons[slot];
  return weapon === undefined ? '' : weaponName(weapon.name);
}

/** What the mark of the weapon in a slot looks like. */
export function lookInSlot(tuning: Tuning | null, slot: number): string {
  return LOOKS[tuning?.weapons[slot]?.look ?? 0] ?? LOOKS[0];
}

/** A view so old is worth a word, in ms. */
const SEEN_LONG_AGO_MS = 150;

/** By whom, with what from where, and how old the killer's view was, and what it cost: four lines, of which some may be empty. */
export function deathWords(death: Death | null, tuning: Tuning | null): readonly string[] {
  if (death === null || death.seat === null) {
    return [say('death.alone'), '', '', death === null ? '' : droppedWords(death)];
  }
  const { from } = death;
  const weapon = tuning === null ? '' : nameInSlot(tuning, death.weapon);
  const how =
    from === null
      ? say('death.unseen', { weapon })
      : say('death.from', { weapon, metres: from.metres, way: say(`way.${from.way}`) });
  return [
    say('death.by', { name: death.name || say('feed.left') }),
    how,
    seenWords(death),
    droppedWords(death),
  ];
}

/** Why it was a hit, where that may surprise: who lags sees others where they were. */
function seenWords({ name, seenMs, coveredMs }: Death): string {
  if (coveredMs > 0) {
    return say('death.covered', { name: name || say('feed.left'), covered: coveredMs, ago: seenMs });
  }
  return seenMs >= SEEN_LONG_AGO_MS ? say('death.seen', { name: name || say('feed.left'), ago: seenMs }) : '';
}

function droppedWords({ dropped }: Death): string {
  return dropped > 0 ? say('death.dropped', { metres: metres(dropped) }) : '';
}

/** How much health the killer had left; nothing of one who fell as well, or was not seen. */
export function leftWords({ name, killerHealth }: Death): string {
  return killerHealth === null || killerHealth <= 0
    ? ''
    : say('death.left', { name: name || say('feed.left'), health: killerHealth });
}

/** How far the killer's view of one was from one's own, in time and place. */
export function viewWords({ name, seenMs }: Death, { seen, fell }: Scene): string {
  if (seen === null) {
    return '';
  }
  const cm = Math.hypot(seen.x - fell.x, seen.y - fell.y) * CM_PER_UNIT;
  return say('death.view', { name: name || say('feed.left'), ago: seenMs, metres: metres(cm) });
}

const MOMENT_WORDS = {
  slip: 'moment.slip',
  slipped: 'moment.slip',
  snapback: 'moment.snapback',
  snapped: 'moment.snapback',
  great: 'moment.great',
  revenge: 'moment.revenge',
} as const satisfies Record<Exclude<Moment['kind'], 'streak'>, Key>;
/** What a streak of so many kills is called, the longest first. */
const STREAK_WORDS = [
  [8, 'moment.streak8'],
  [5, 'moment.streak5'],
  [0, 'moment.streak3'],
] as const;

/** The word that is written large, and under it what it is about. */
export function momentWords({ kind, name, amount }: Moment): readonly [string, string] {
  if (kind === 'streak') {
    const word = STREAK_WORDS.find(([kills]) => amount >= kills)?.[1] ?? 'moment.streak3';
    const text = name === '' ? 'moment.streak.text' : 'moment.streak.revenge';
    return [say(word), say(text, { count: amount, name })];
  }
  return [
    say(MOMENT_WORDS[kind]),
    say(`moment.${kind}.text`, { name: name || say('feed.left'), metres: metres(amount) }),
  ];
}

/** What a match is played for, by the number of the protocol. */
export function modeName(mode: number): string {
  return say(mode === MODE_TUG ? 'mode.tug' : 'mode.unravel');
}

/** The name of a file, or of a table in one, as a title. */
export function titled(name: string): string {
  const plain = name.replaceAll(/[_-]/g, ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}
