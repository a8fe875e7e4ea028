/**
 * Bits off a byte string, or onto one, the highest first. Mirrors `src/protocol/bits.rs`.
 */
import { Malformed } from './malformed.ts';

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
    const length = within('bits.length', this.count(max), min, max);
    return Array.from({ length }, () => read(this));
  }

  /** A list that is never empty: each, and one bit that says whether another follows. */
  chain<T>(name: string, min: number, max: number, read: (bits: Bits) => T): T[] {
    const chain = [read(this)];
    while (this.flag()) {
      within(name, chain.length + 1, min, max);
      chain.push(read(this));
    }
    within(name, chain.length, min, max);
    return chain;
  }

  /** Nothing is left but the zeros that fill up the last byte. */
  finish(): void {
    const left = this.#bytes.length * 8 - this.#at;
    if (left > 7 || this.take(left) !== 0) {
      throw new Malformed(`snapshot.body has ${left} bits more than its own`);
    }
  }
}

export class BitWriter {
  readonly #bits: number[] = [];

  put(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#bits.push(Math.floor(value / 2 ** bit) % 2);
    }
  }

  count(value: number): void {
    const bits = Math.floor(Math.log2(value + 1));
    this.put(0, bits);
    this.put(value + 1, bits + 1);
  }

  int(name: string, value: number, bits: number, min: number, max: number): void {
    this.put(within(name, value, min, max) - min, bits);
  }

  maybe(name: string, value: number | null, bits: number, min: number, max: number): void {
    this.put(value === null ? 0 : 1, 1);
    if (value !== null) {
      this.int(name, value, bits, min, max);
    }
  }

  list<T>(all: readonly T[], min: number, max: number, write: (each: T, bits: BitWriter) => void): void {
    this.count(within('bits.length', all.length, min, max));
    all.forEach((each) => write(each, this));
  }

  /** A list that is never empty. */
  chain<T>(
    name: string,
    all: readonly T[],
    min: number,
    max: number,
    write: (each: T, bits: BitWriter) => void,
  ): void {
    within(name, all.length, min, max);
    all.forEach((each, at) => {
      write(each, this);
      this.put(at + 1 < all.length ? 1 : 0, 1);
    });
  }

  /** The last byte is filled up with zeros. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, at) => (bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)))));
    return bytes;
  }
}

export function within(name: string, value: number, min: number, max: number): number {
  if (value < min || value > max) {
    throw new Malformed(`${name} is ${value}, the limit is ${min} to ${max}`);
  }
  return value;
}
