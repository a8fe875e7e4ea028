/**
 * Which key does what: by `KeyboardEvent.code`, and `Mouse0` to `Mouse4` for the buttons of a mouse.
 *
 * A control has one code, a code at most one control; `''` is no key at all.
 */

/** What can be bound, in the order of the settings. */
export const CONTROLS = [
  'up',
  'left',
  'down',
  'right',
  'fire',
  'dash',
  'shield',
  'reload',
  'next',
  'slot1',
  'slot2',
  'slot3',
  'slot4',
  'scores',
  'talk',
  'team',
  'emote',
  'mute',
  'graph',
] as const;
export type Control = (typeof CONTROLS)[number];
export type Bindings = Readonly<Record<Control, string>>;

export const DEFAULT_BINDINGS: Bindings = {
  up: 'KeyW',
  left: 'KeyA',
  down: 'KeyS',
  right: 'KeyD',
  fire: 'Mouse0',
  dash: 'Space',
  shield: 'Mouse2',
  reload: 'KeyR',
  next: 'KeyQ',
  slot1: 'Digit1',
  slot2: 'Digit2',
  slot3: 'Digit3',
  slot4: 'Digit4',
  scores: 'Tab',
  talk: 'KeyT',
  team: 'KeyY',
  emote: 'KeyE',
  mute: 'KeyM',
  graph: 'KeyN',
};

/** What a designer orders in a sandbox, in the order of its panel. */
export const SANDBOX_ORDERS = ['pause', 'step', 'slow', 'refill', 'dummy', 'bot', 'persona', 'kill'] as const;
export type SandboxOrder = (typeof SANDBOX_ORDERS)[number];

/** Letters, which every keyboard has: a control that is bound to one of them goes first. */
export const SANDBOX_KEYS: Readonly<Record<SandboxOrder, string>> = {
  pause: 'KeyP',
  step: 'KeyO',
  slow: 'KeyL',
  refill: 'KeyH',
  dummy: 'KeyJ',
  bot: 'KeyB',
  persona: 'KeyV',
  kill: 'KeyK',
};

/** What a key orders in a sandbox; null for a key that orders nothing. */
export function orderOf(bindings: Bindings, code: string): SandboxOrder | null {
  const order = SANDBOX_ORDERS.find((each) => SANDBOX_KEYS[each] === code) ?? null;
  return controlOf(bindings, code) === null ? order : null;
}

/** The arrows walk as well, until a control takes one of them. */
const SPARE: Readonly<Record<string, Control>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** Escape opens the menu. The rest belongs to browsers and systems: shortcuts, full screen, sticky keys. */
const NOT_OURS =
  /^(Escape|F11|F12|(Control|Alt|Shift|Meta|OS)(Left|Right)|AltGraph|Fn|FnLock|(Caps|Num|Scroll)Lock|ContextMenu|PrintScreen|Power|Sleep|WakeUp|Unidentified)$/;
/** The shape of a code, and more letters than any has. */
const CODE = /^[A-Z][A-Za-z0-9]{1,31}$/;

export function isBindable(code: string): boolean {
  return CODE.test(code) && !NOT_OURS.test(code);
}

/** What a key does; null for a key that does nothing. */
export function controlOf(bindings: Bindings, code: string): Control | null {
  return CONTROLS.find((control) => bindings[control] === code) ?? SPARE[code] ?? null;
}

/** New bindings, and whose key it was: that control takes the old key instead. */
export interface Bound {
  readonly bindings: Bindings;
  readonly swapped: Control | null;
}

export function bind(bindings: Bindings, control: Control, code: string): Bound {
  return bindIn(CONTROLS, bindings, control, code);
}

/** Gives a control of a table a code. Who had it takes the old one instead. */
export function bindIn<C extends string>(
  controls: readonly C[],
  bindings: Readonly<Record<C, string>>,
  control: C,
  code: string,
): { readonly bindings: Readonly<Record<C, string>>; readonly swapped: C | null } {
  const swapped = controls.find((other) => other !== control && bindings[other] === code) ?? null;
  const other = swapped === null ? {} : { [swapped]: bindings[control] };
  return { bindings: { ...bindings, ...other, [control]: code }, swapped };
}

/** Bindings as they were stored; where that is no key, or another control has it already, the default, if it is free. */
export function readBindings(stored: unknown): Bindings {
  return readCodes(CONTROLS, DEFAULT_BINDINGS, isBindable, stored);
}

/** The same for every table of codes. */
export function readCodes<C extends string>(
  controls: readonly C[],
  defaults: Readonly<Record<C, string>>,
  isCode: (code: string) => boolean,
  stored: unknown,
): Readonly<Record<C, string>> {
  const table: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const used = new Set<string>();
  const take = (code: string): string => {
    used.add(code);
    return code;
  };
  const kept = new Map<C, string>();
  for (const control of controls) {
    const code = table[control];
    if (typeof code === 'string' && isCode(code) && !used.has(code)) {
      kept.set(control, take(code));
    }
  }
  const codeOf = (control: C): string => {
    const fallback = defaults[control];
    return kept.get(control) ?? (table[control] === '' || used.has(fallback) ? '' : take(fallback));
  };
  const read = controls.map((control) => [control, codeOf(control)]);
  return Object.fromEntries(read) as Record<C, string>;
}
