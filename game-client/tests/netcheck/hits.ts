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

/** Pairs each told hit with the first shown one of the same weapon on the same body that is near enough in time. */
export function agree(shown: readonly Hit[], told: readonly Hit[]): Agreement {
  const left = [...shown];
  let confirmed = 0;
  for (const hit of told) {
    const at = left.findIndex(
      (other) =>
        other.seat === hit.seat &&
        other.weapon === hit.weapon &&
        Math.abs(other.atMs - hit.atMs) <= TOGETHER_MS,
    );
    if (at >= 0) {
      left.splice(at, 1);
      confirmed += 1;
    }
  }
  return { shown: shown.length, confirmed, told: told.length, unshown: told.length - confirmed };
}
