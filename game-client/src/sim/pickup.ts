/**
 * What a place of the map offers, by its word. A mirror of `Offer` in `src/sim/pickup.rs`.
 */
import { TIME_PER_SECOND } from './time.ts';
import type { Tuning } from './tuning.gen.ts';

/** Health, energy for the shield, a while in which thread counts twice, or a clip of the weapon in a slot. */
export type Offer =
  { readonly kind: 'spool' | 'battery' | 'thimble' } | { readonly kind: 'weapon'; readonly slot: number };

/** What a word means; null where it names a weapon that this tuning has not, or that nobody has to find. */
export function offerOf(word: string, tuning: Tuning): Offer | null {
  if (word === 'spool' || word === 'battery' || word === 'thimble') {
    return { kind: word };
  }
  const slot = tuning.weapons.findIndex(({ name, found }) => name === word && found !== 0);
  return slot < 0 ? null : { kind: 'weapon', slot };
}

/** From one being taken to the next, in ms. */
export function everyMs(offer: Offer, { pickups }: Tuning): number {
  const times = {
    spool: pickups.spoolEvery,
    battery: pickups.batteryEvery,
    thimble: pickups.thimbleEvery,
    weapon: pickups.weaponEvery,
  };
  return (times[offer.kind] * 1000) / TIME_PER_SECOND;
}
