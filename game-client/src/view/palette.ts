/**
 * The colours of the world: three cloths, each also in high contrast. Threads are the same on all of them, so that a
 * player is known by theirs.
 */
import { PALETTES, THEMES, THREADS, type Settings } from '../settings/settings.ts';
import { DYES, TEAM_DYES } from './dyes.ts';
import { teamWorn } from './wear.ts';

/** What one cloth is drawn with. */
export interface Palette {
  /** Around the hoop. */
  readonly outside: number;
  readonly cloth: number;
  readonly weave: number;
  readonly hoop: number;
  readonly hoopLight: number;
  /** Cover, its edge, and the stitches that hold it. */
  readonly patch: number;
  readonly patchEdge: number;
  readonly stitch: number;
  readonly shadow: number;
  readonly shadowAlpha: number;
  /** Energy, time, and things to pick up. */
  readonly gold: number;
  /** The own outline and the light core of things. */
  readonly ink: number;
  /** The dark edge of all thread. */
  readonly rim: number;
  /** Width of that edge, in units. */
  readonly rimWidth: number;
  /** Names under the bodies, and what they are set off with. */
  readonly name: number;
  readonly nameEdge: number;
  /** The threads, by seat. */
  readonly threads: readonly number[];
}

/** A cloth without the threads that are sewn on it. */
type Ground = Omit<Palette, 'threads'>;

const NIGHT: Ground = {
  outside: 0x12142a,
  cloth: 0x1b1e33,
  weave: 0x252a47,
  hoop: 0x8a6a45,
  hoopLight: 0xb48d5f,
  patch: 0xe8dfca,
  patchEdge: 0xb3a688,
  stitch: 0x8f8266,
  shadow: 0x05060f,
  shadowAlpha: 0.42,
  gold: 0xffcf5a,
  ink: 0xf6f1e4,
  rim: 0x0c0e1c,
  rimWidth: 2.5,
  name: 0xf6f1e4,
  nameEdge: 0x0c0e1c,
};

const LINEN: Ground = {
  ...NIGHT,
  outside: 0xc4b99d,
  cloth: 0xe8dfca,
  weave: 0xddd2b8,
  hoop: 0x9b7448,
  hoopLight: 0xc79c67,
  patch: 0x2a2f52,
  patchEdge: 0x14162a,
  stitch: 0x7d84b8,
  shadow: 0x5a4a2a,
  shadowAlpha: 0.3,
  rim: 0x1b1e33,
  name: 0x1b1e33,
  nameEdge: 0xf6f1e4,
};

const VELVET: Ground = {
  ...NIGHT,
  outside: 0x17070f,
  cloth: 0x3a1026,
  weave: 0x45152e,
  hoop: 0x7c5a2e,
  hoopLight: 0xc9a052,
  patch: 0xecd9c4,
  patchEdge: 0xa8774a,
  stitch: 0x9a5f55,
  shadow: 0x120309,
  shadowAlpha: 0.5,
  ink: 0xfbeee2,
  rim: 0x1a0610,
  name: 0xfbeee2,
  nameEdge: 0x1a0610,
};

/** No weave, nothing between light and dark, and a wider edge around all thread. */
const STARK = { rimWidth: 3.5, shadowAlpha: 0 };
const DARK_STARK = {
  ...STARK,
  patch: 0xfffaee,
  patchEdge: 0x000000,
  stitch: 0x000000,
  ink: 0xffffff,
  rim: 0x000000,
  name: 0xffffff,
  nameEdge: 0x000000,
};
const GROUNDS: Readonly<Record<Settings['video']['theme'], Record<Settings['video']['palette'], Ground>>> = {
  night: { normal: NIGHT, contrast: { ...NIGHT, ...DARK_STARK, cloth: 0x0c0e1c, weave: 0x0c0e1c } },
  linen: {
    normal: LINEN,
    contrast: {
      ...LINEN,
      ...STARK,
      cloth: 0xfffaee,
      weave: 0xfffaee,
      patch: 0x14162a,
      patchEdge: 0x000000,
      stitch: 0xfffaee,
      ink: 0xffffff,
      rim: 0x000000,
      name: 0x000000,
      nameEdge: 0xffffff,
    },
  },
  velvet: { normal: VELVET, contrast: { ...VELVET, ...DARK_STARK, cloth: 0x1e0813, weave: 0x1e0813 } },
};

/** One object for each choice, so that colours are the same as long as it is. */
const CHOICES = new Map(
  THEMES.flatMap((theme) =>
    PALETTES.flatMap((palette) =>
      THREADS.map((threads): [string, Palette] => [
        choiceOf({ theme, palette, threads }),
        { ...GROUNDS[theme][palette], threads: DYES[threads] },
      ]),
    ),
  ),
);
type Choice = Pick<Settings['video'], 'theme' | 'palette' | 'threads'>;

function choiceOf({ theme, palette, threads }: Choice): string {
  return `${theme} ${palette} ${threads}`;
}

/** The colours that the settings ask for. */
export function paletteOf(choice: Choice): Palette {
  return CHOICES.get(choiceOf(choice)) ?? { ...NIGHT, threads: DYES.normal };
}

/** How many threads there are: a seat beyond them has that of another one, too. */
export const THREAD_COUNT = DYES.normal.length;

/** The colour of whoever sits there: where teams play that of theirs. */
export function threadOf(seat: number, { threads }: Palette): number {
  const team = teamWorn(seat);
  return (team === null ? threads[seat % threads.length] : TEAM_DYES[team]) ?? 0;
}

/** The same by a number, for whoever keeps something for each colour: those of teams come last. */
export function dyeOf(seat: number): number {
  const team = teamWorn(seat);
  return team === null ? seat % THREAD_COUNT : THREAD_COUNT + team;
}

/** How many numbers of that kind there are. */
export const DYE_COUNT = THREAD_COUNT + TEAM_DYES.length;

/** The same in a style sheet: the root element has them all, and changes them for the whole page. */
export function threadStyle(seat: number): string {
  const team = teamWorn(seat);
  return team === null ? `var(--thread-${seat % THREAD_COUNT})` : teamStyle(team);
}

/** That of a team. */
export function teamStyle(team: number): string {
  return `var(--team-${team})`;
}

/** A colour between two, `share` of the way from the first. */
export function between(from: number, to: number, share: number): number {
  let mixed = 0;
  for (let shift = 0; shift <= 16; shift += 8) {
    const a = (from >> shift) & 0xff;
    const b = (to >> shift) & 0xff;
    mixed |= Math.round(a + (b - a) * share) << shift;
  }
  return mixed;
}

/** As CSS writes it. */
export function css(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
