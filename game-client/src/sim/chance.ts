/**
 * Chance that both sides can compute. A mirror of the predicted half of `src/sim/chance.rs`.
 */

/** 32 well-mixed bits of three numbers (the finaliser of MurmurHash3, Appleby 2011). */
export function mix(seed: number, who: number, count: number): number {
  let h = seed ^ Math.imul(who, 0x9e3779b9) ^ Math.imul(count, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `bits` spread evenly over `-width/2..=width/2`. */
export function centred(bits: number, width: number): number {
  // The product stays below 2^53 for every width that an angle can have, so the division is exact.
  return Math.floor((bits * (Math.max(width, 0) + 1)) / 0x1_0000_0000) - Math.trunc(width / 2);
}
