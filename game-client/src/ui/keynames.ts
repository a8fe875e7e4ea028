/**
 * What is written on a key: as the player's layout has it where the browser says so, else as on an English one.
 */
import { isKey, say } from './say.ts';

/** `navigator.keyboard` of browsers that have it. */
interface Keyboard {
  getLayoutMap(): Promise<ReadonlyMap<string, string>>;
}

/** The name of a code. The digits keep theirs: where they need Shift, they are printed on the key all the same. */
export function keyName(code: string, layout: ReadonlyMap<string, string> | null): string {
  const plain = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  const printed = code.startsWith('Digit') ? undefined : layout?.get(code);
  if (printed !== undefined && printed.trim() !== '') {
    return printed.toLocaleUpperCase();
  }
  const named = `key.${code}`;
  if (isKey(named)) {
    return say(named);
  }
  const numpad = /^Numpad(.+)$/.exec(code)?.[1];
  return plain ?? (numpad === undefined ? code : say('key.numpad', { key: numpad }));
}

/** Names of keys by the layout of this page's visitor. */
export class KeyNames {
  #layout: ReadonlyMap<string, string> | null = null;
  /** The layout is known, or known to stay unknown. */
  readonly ready: Promise<void>;

  constructor(keyboard: Keyboard | undefined) {
    const asked = keyboard?.getLayoutMap().catch(() => null) ?? Promise.resolve(null);
    this.ready = asked.then((layout) => void (this.#layout = layout));
  }

  of(code: string): string {
    return keyName(code, this.#layout);
  }
}

declare global {
  interface Navigator {
    readonly keyboard?: Keyboard;
  }
}
