// Printed by `fray protocol --write` from src/sim/tuning.rs. Changes belong there.

/** The values that a designer turns, as the integers that the simulation uses. */
export interface Tuning {
  readonly rates: {
    /** Steps of the simulation a second; a divisor of 600. In Hz. */
    readonly tick: number;
    /** Snapshots a second to each viewer; a divisor of the tick rate. In Hz. */
    readonly snapshot: number;
  };
  readonly view: {
    /** Width of the view rectangle at 16:9; every aspect shows the same area. In 1/256 u. */
    readonly width: number;
    /** Height of the view rectangle at 16:9. In 1/256 u. */
    readonly height: number;
    /** How far beyond the view rectangle things are sent, as a share of its sides. In 1/1000. */
    readonly margin: number;
    /** How far in the past others are drawn. In 1/600 s. */
    readonly delay: number;
  };
  readonly body: {
    /** Radius of a player's body. In 1/256 u. */
    readonly radius: number;
    /** Fastest walk. In 1/256 u/s. */
    readonly topSpeed: number;
    /** How fast the walk gets up to speed. In 1/256 u/s². */
    readonly acceleration: number;
    /** How fast the walk slows down. In 1/256 u/s². */
    readonly braking: number;
    /** How fast two overlapping bodies are pushed apart. In 1/256 u/s. */
    readonly parting: number;
    /** Health of a fresh body. In whole numbers. */
    readonly health: number;
  };
  readonly dash: {
    /** Speed during a dash. In 1/256 u/s. */
    readonly speed: number;
    /** How long a dash lasts. In 1/600 s. */
    readonly time: number;
    /** How long from its start a dash refuses hits. In 1/600 s. */
    readonly untouchable: number;
    /** From the start of a dash to the next one. In 1/600 s. */
    readonly cooldown: number;
  };
  readonly life: {
    /** From death to the return. In 1/600 s. */
    readonly respawn: number;
    /** How long a returned body refuses hits; its first shot ends it. In 1/600 s. */
    readonly protection: number;
    /** How far from enemies a return is wished for. In 1/256 u. */
    readonly spawnDistance: number;
  };
  readonly match: {
    /** How long a match lasts. In 1/600 s. */
    readonly length: number;
    /** How long its result is shown before the next one. In 1/600 s. */
    readonly results: number;
  };
  readonly bots: {
    /** From seeing an enemy to acting on it. In 1/600 s. */
    readonly reaction: number;
    /** Standard error of a bot's aim. In 1/65536 turn. */
    readonly aimError: number;
    /** How far from an enemy a bot likes to stand. In 1/256 u. */
    readonly fightDistance: number;
  };
  /** By index. Never empty. */
  readonly weapons: readonly Weapon[];
}

/** A weapon that shoots projectiles. */
export interface Projectile {
  readonly kind: 'projectile';
  readonly name: string;
  /** Health that a hit takes. In whole numbers. */
  readonly damage: number;
  /** Shots a second while fire is held. In 1/600 s from one to the next. */
  readonly rate: number;
  /** Speed of a projectile. In 1/256 u/s. */
  readonly speed: number;
  /** Radius of a projectile against bodies. In 1/256 u. */
  readonly radius: number;
  /** How far a projectile flies. In 1/256 u. */
  readonly reach: number;
  /** Shots before a reload. In whole numbers. */
  readonly clip: number;
  /** How long a reload takes. In 1/600 s. */
  readonly reload: number;
  /** Width of the cone that shots scatter in. In 1/65536 turn. */
  readonly spread: number;
}

export type Weapon = Projectile;

/** A weapon as the tuning message lists it. */
export interface WeaponList {
  readonly name: string;
  readonly kind: number;
  readonly values: readonly number[];
}

/** Reads the lists of a tuning message; null when they are not of this build. */
export function readTuning(values: readonly number[], weapons: readonly WeaponList[]): Tuning | null {
  const read = weapons.map(readWeapon).filter((weapon) => weapon !== null);
  if (values.length !== 24 || read.length !== weapons.length || read.length === 0) {
    return null;
  }
  const next = taker(values);
  return {
    rates: {
      tick: next(),
      snapshot: next(),
    },
    view: {
      width: next(),
      height: next(),
      margin: next(),
      delay: next(),
    },
    body: {
      radius: next(),
      topSpeed: next(),
      acceleration: next(),
      braking: next(),
      parting: next(),
      health: next(),
    },
    dash: {
      speed: next(),
      time: next(),
      untouchable: next(),
      cooldown: next(),
    },
    life: {
      respawn: next(),
      protection: next(),
      spawnDistance: next(),
    },
    match: {
      length: next(),
      results: next(),
    },
    bots: {
      reaction: next(),
      aimError: next(),
      fightDistance: next(),
    },
    weapons: read,
  };
}

function readWeapon(list: WeaponList): Weapon | null {
  if (list.kind !== 0 || list.values.length !== 8) {
    return null;
  }
  const next = taker(list.values);
  return {
    kind: 'projectile',
    name: list.name,
    damage: next(),
    rate: next(),
    speed: next(),
    radius: next(),
    reach: next(),
    clip: next(),
    reload: next(),
    spread: next(),
  };
}

/** Hands out a list in order. Its length was checked before, so that the zero is never taken. */
function taker(values: readonly number[]): () => number {
  let at = 0;
  return () => values[at++] ?? 0;
}
