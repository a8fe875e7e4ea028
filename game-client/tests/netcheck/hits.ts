/**
 * Hits that a screen showed, and hits that the server told: which of them are the same? Pure.
 */

/** Somebody was hit by a shot of this player. */
export interface Hit {
  /** Who was hit. */
  readonly seat: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** When this client showed it or heard of it, by its clock. */
  readonly atMs: number;
}

export interface Agreement {
  /** Hits that the screen showed, and those of them that the server told as well. */
  shown: number;
  confirmed: number;
  /** Hits that the server told, and those of them that the screen had not shown. */
  told: number;
  unshown: number;
}

/** A hit that was shown and one that was told so near to each other in time are one. */
export const TOGETHER_MS = 700;

/**
 * Pairs each told hit with the first shown one of the same weapon on the same body that is near enough in time. Counts
 * those of this span alone: at both ends of a measurement the other half of a pair may be beyond it, so both lists go on
 * there by {@link TOGETHER_MS}.
 */
export function agree(shown: readonly Hit[], told: readonly Hit[], fromMs: number, toMs: number): Agreement {
  const paired = new Set<Hit>();
  for (const hit of told) {
    const other = shown.find((candidate) => !paired.has(candidate) && areOne(candidate, hit));
    if (other !== undefined) {
      paired.add(other).add(hit);
    }
  }
  const counted = (hits: readonly Hit[]): Hit[] => hits.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [shownThen, toldThen] = [counted(shown), counted(told)];
  return {
    shown: shownThen.length,
    confirmed: shownThen.filter((hit) => paired.has(hit)).length,
    told: toldThen.length,
    unshown: toldThen.filter((hit) => !paired.has(hit)).length,
  };
}

function areOne(a: Hit, b: Hit): boolean {
  return a.seat === b.seat && a.weapon === b.weapon && Math.abs(a.atMs - b.atMs) <= TOGETHER_MS;
}
