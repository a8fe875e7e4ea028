function fail(field: string, value: unknown, limit: string): never {
  throw new Malformed(`${field} is ${String(value)}, the limit is ${limit}`);
}

/** One value and no byte after it. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    return fail('message.bytes', error, 'one array');
  }
}

function elements(field: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail(field, typeof value, 'an array');
}

function count(record: string, at: readonly unknown[], limit: number): void {
  if (at.length !== limit) {
    fail(record, `${at.length} elements`, `${limit} elements`);
  }
}

function int(field: string, value: unknown, min: number, max: number): number {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return fits ? value : fail(field, value, `${min} to ${max}`);
}

const utf8 = new TextEncoder();

function text(field: string, value: unknown, min: number, max: number): string {
  if (typeof value !== 'string') {
    return fail(field, typeof value, 'text');
  }
  const bytes = value.length > max ? value.length : utf8.encode(value).length;
  return bytes >= min && bytes <= max ? value : fail(field, `${bytes} bytes`, `${min} to ${max} bytes`);
}

function byteString(field: string, value: unknown, min: number, max: number): Uint8Array {
  const fits = value instanceof Uint8Array && value.length >= min && value.length <= max;
  return fits ? value : fail(field, typeof value, `${min} to ${max} bytes`);
}

function param(field: string, value: unknown): number | string {
  return typeof value === 'string' ? text(field, value, 0, 40) : int(field, value, 0, 4294967295);
}

function maybe<In, Out>(value: In | null, convert: (value: In) => Out): Out | null {
  return value === null ? null : convert(value);
}

function list<In, Out>(
  field: string,
  value: unknown,
  min: number,
  max: number,
  convert: (value: In) => Out,
): Out[] {
  const all = elements(field, value) as readonly In[];
  if (all.length < min || all.length > max) {
    fail(field, `${all.length} entries`, `${min} to ${max} entries`);
  }
  return all.map((each) => convert(each));
}

function inBits<Out>(field: string, value: unknown, read: (bits: Bits) => Out): Out {
  const bits = new Bits(byteString(field, value, 0, 65535));
  const out = read(bits);
  bits.finish();
  return out;
}

function toBits(write: (bits: BitWriter) => void): Uint8Array {
  const bits = new BitWriter();
  write(bits);
  return bits.bytes();
}
