/**
 * Takes bits off the body of a snapshot, the highest first. Mirrors `src/protocol/bits.rs`.
 */
import { Malformed } from './messages.gen.ts';

/** A field of an entity: name, bits, least and greatest value. */
export type Field<T> = readonly [key: keyof T, bits: number, min: number, max: number];

export class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `bits`, at most 32, as a number without sign. */
  take(bits: number): number {
    let value = 0;
    let left = bits;
    while (left > 0) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) {
        throw new Malformed(`snapshot.body is too short, ${left} bits are missing`);
      }
      const free = 8 - (this.#at & 7);
      const taken = Math.min(free, left);
      // No shift of the sum: it would wrap at 32 bits.
      value = value * 2 ** taken + ((byte >> (free - taken)) & (2 ** taken - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }

  /** The next `bits` in two's complement. */
  signed(bits: number): number {
    const value = this.take(bits);
    return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }

  flag(): boolean {
    return this.take(1) === 1;
  }

  /** A count in Exp-Golomb, not above `max`. */
  count(max: number): number {
    let bits = 0;
    while (!this.flag()) {
      bits += 1;
      if (bits > 31) {
        throw new Malformed('snapshot.body holds a count of more than 32 bits');
      }
    }
    return within('snapshot.count', 2 ** bits + this.take(bits) - 1, 0, max);
  }

  int(name: string, bits: number, min: number, max: number): number {
    return within(name, min + this.take(bits), min, max);
  }

  list<T>(min: number, max: number, read: (bits: Bits) => T): T[] {
    return Array.from({ length: min + this.count(max - min) }, () => read(this));
  }

  /** Nothing is left but the zeros that fill up the last byte. */
  finish(): void {
    const left = this.#bytes.length * 8 - this.#at;
    if (left > 7 || this.take(left) !== 0) {
      throw new Malformed(`snapshot.body has ${left} bits more than its own`);
    }
  }
}

export function within(name: string, value: number, min: number, max: number): number {
  if (value < min || value > max) {
    throw new Malformed(`${name} is ${value}, the limit is ${min} to ${max}`);
  }
  return value;
}
