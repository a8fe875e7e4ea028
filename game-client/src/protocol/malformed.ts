/** Bytes or values that break the table. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}
