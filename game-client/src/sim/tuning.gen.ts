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
    /** How far in the past others are drawn at most; over an even line it is less. In 1/600 s. */
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
    /** Health of a fresh body: holds from its next return on. In whole numbers. */
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
  readonly shield: {
    /** How wide it is, around where its owner aims. In 1/65536 turn. */
    readonly arc: number;
    /** How fast its owner walks while it is up. In 1/1000. */
    readonly pace: number;
    /** What it can take. In whole numbers. */
    readonly energy: number;
    /** What it loses in a second while it is up. In whole numbers. */
    readonly drain: number;
    /** What it loses for each point of damage that it stops. In 1/1000. */
    readonly cost: number;
    /** What comes back in a second while it is down. In whole numbers. */
    readonly recharge: number;
    /** How long it is down before that begins. In 1/600 s. */
    readonly delay: number;
    /** How long it is out once it has lost everything. In 1/600 s. */
    readonly broken: number;
    /** For so long after it was raised it sends projectiles back. In 1/600 s. */
    readonly snapback: number;
  };
  readonly life: {
    /** From death to the return. In 1/600 s. */
    readonly respawn: number;
    /** The same where teams play. In 1/600 s. */
    readonly respawnTeam: number;
    /** How long a returned body refuses hits; its first shot ends it. In 1/600 s. */
    readonly protection: number;
    /** How far from enemies a return is wished for. In 1/256 u. */
    readonly spawnDistance: number;
  };
  readonly thread: {
    /** What a death drops beside a part of the victim's own thread. In cm. */
    readonly drop: number;
    /** How much of the own thread a death drops. In 1/1000. */
    readonly share: number;
    /** How much of it the sole leader drops. In 1/1000. */
    readonly leaderShare: number;
    /** The sole leader's fall with so much thread or more is the great unravel. In cm. */
    readonly great: number;
    /** How long the thread of a great unravel runs out. In 1/600 s. */
    readonly greatTime: number;
    /** How far it runs. In 1/256 u. */
    readonly greatSpread: number;
    /** How far from the fallen loose thread lies at most. In 1/256 u. */
    readonly spread: number;
    /** How long loose thread lies. In 1/600 s. */
    readonly lies: number;
    /** How near to the edge of a body loose thread is wound. In 1/256 u. */
    readonly reach: number;
    /** Health that a wound bit of thread gives. In whole numbers. */
    readonly heal: number;
  };
  readonly pickups: {
    /** How near to the edge of a body they are taken. In 1/256 u. */
    readonly reach: number;
    /** Health that a spool gives. In whole numbers. */
    readonly spool: number;
    /** From one spool being taken to the next. In 1/600 s. */
    readonly spoolEvery: number;
    /** Energy that a battery gives to the shield. In whole numbers. */
    readonly battery: number;
    /** From one battery being taken to the next. In 1/600 s. */
    readonly batteryEvery: number;
    /** From one weapon being taken to the next. In 1/600 s. */
    readonly weaponEvery: number;
    /** For how long whatever thread is wound counts twice. In 1/600 s. */
    readonly thimble: number;
    /** From one thimble being taken to the next, and from the start of play to the first. In 1/600 s. */
    readonly thimbleEvery: number;
    /** How long before it lies there a thimble is announced. In 1/600 s. */
    readonly announced: number;
  };
  readonly match: {
    /** 1: two teams and one rope. 0: everybody for themselves. Holds from the next match on. In whole numbers. */
    readonly tug: number;
    /** How much of its damage a shot does to mates; at 0 it passes through them. In 1/1000. */
    readonly friendlyFire: number;
    /** How long all may walk and shoot before anybody can be hurt. In 1/600 s. */
    readonly warmup: number;
    /** How long a match lasts after its warm-up; holds from the next one on. In 1/600 s. */
    readonly length: number;
    /** Who has so much thread has won. In cm. */
    readonly goal: number;
    /** Which team has so much thread has won in Tug, for each of its players. In cm. */
    readonly teamGoal: number;
    /** How much more it takes for each player above eight. In cm. */
    readonly goalPerPlayer: number;
    /** How long a draw goes on until somebody leads. In 1/600 s. */
    readonly suddenDeath: number;
    /** How long its result is shown before the next one. In 1/600 s. */
    readonly results: number;
    /** How long one may do nothing before a bot takes the seat; 0 for ever. In 1/600 s. */
    readonly idle: number;
  };
  readonly bots: {
    /** How good bots are: 600 weak, 1000 plain, 1400 strong. In whole numbers. */
    readonly rating: number;
    /** At most so good while a person plays a first match: 200 beginner, 600 weak. In whole numbers. */
    readonly newcomer: number;
    /** From seeing an enemy to acting on it, at rating 1000. In 1/600 s. */
    readonly reaction: number;
    /** The same at rating 600. In 1/600 s. */
    readonly reactionWeak: number;
    /** The same at rating 1400. In 1/600 s. */
    readonly reactionStrong: number;
    /** Standard error of a bot's aim, at rating 1000. In 1/65536 turn. */
    readonly aimError: number;
    /** The same at rating 600. In 1/65536 turn. */
    readonly aimErrorWeak: number;
    /** The same at rating 1400. In 1/65536 turn. */
    readonly aimErrorStrong: number;
  };
  readonly feel: {
    /** How far the camera leads the way to the pointer. In 1/1000. */
    readonly cameraLead: number;
    /** How far a hit kicks what is drawn. In 1/256 u. */
    readonly kick: number;
    /** Length of tail that is drawn for a metre of thread. In 1/256 u. */
    readonly tailMetre: number;
    /** Longest tail that is drawn. In 1/256 u. */
    readonly tailMost: number;
    /** How loud weapons are. In 1/1000. */
    readonly weaponsVolume: number;
    /** How loud hits and deaths are. In 1/1000. */
    readonly hitsVolume: number;
    /** How loud thread, dashes and returns are. In 1/1000. */
    readonly threadVolume: number;
    /** How far off an enemy in the open a stick's aim is drawn onto it; mouse and touch get none. In 1/65536 turn. */
    readonly aimAssist: number;
  };
  /** By slot. Never empty. */
  readonly weapons: readonly Weapon[];
}

/** What weapons look like, by the number in the tuning. */
export const LOOKS = ['stitch', 'needle', 'shears', 'bobbin'] as const;

/** A weapon of the kind `projectile`. */
export interface Projectile {
  readonly kind: 'projectile';
  readonly name: string;
  /** Health that a hit of each projectile takes. In whole numbers. */
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
  /** From taking it in hand to its first shot. In 1/600 s. */
  readonly draw: number;
  /** Width of the cone that shots scatter in. In 1/65536 turn. */
  readonly spread: number;
  /** Projectiles of one shot; each hits and pushes by itself. In whole numbers. */
  readonly pellets: number;
  /** How often a projectile comes back from a wall. In whole numbers. */
  readonly bounces: number;
  /** Health that its end takes from all around but its owner. In whole numbers. */
  readonly blastDamage: number;
  /** How far around that is; 0 for no blast. In 1/256 u. */
  readonly blastRadius: number;
  /** How fast a hit sends a body off; a blast sends its owner off, too. In 1/256 u/s. */
  readonly push: number;
  /** 1: it has to be found, has one clip, and is gone when that is empty. In whole numbers. */
  readonly found: number;
  /** What it looks like. In the numbers of looks. */
  readonly look: number;
}

/** A weapon of the kind `ray`. */
export interface Ray {
  readonly kind: 'ray';
  readonly name: string;
  /** Health that a hit takes. In whole numbers. */
  readonly damage: number;
  /** How long fire is held before it shoots; all see its line meanwhile. In 1/600 s. */
  readonly charge: number;
  /** How fast its owner walks meanwhile. In 1/1000. */
  readonly pace: number;
  /** Half the width of the ray against bodies. In 1/256 u. */
  readonly radius: number;
  /** How far it goes. In 1/256 u. */
  readonly reach: number;
  /** Shots before a reload. In whole numbers. */
  readonly clip: number;
  /** How long a reload takes. In 1/600 s. */
  readonly reload: number;
  /** From taking it in hand to its first charge. In 1/600 s. */
  readonly draw: number;
  /** How many bodies it goes through. In whole numbers. */
  readonly pierce: number;
  /** Health that a hit takes after the first body. In whole numbers. */
  readonly piercedDamage: number;
  /** How often it comes back from a wall. In whole numbers. */
  readonly bounces: number;
  /** What is left of its damage after each. In 1/1000. */
  readonly bounceShare: number;
  /** How fast a hit sends a body off. In 1/256 u/s. */
  readonly push: number;
  /** 1: it has to be found, has one clip, and is gone when that is empty. In whole numbers. */
  readonly found: number;
  /** What it looks like. In the numbers of looks. */
  readonly look: number;
}

export type Weapon = Projectile | Ray;

/** A weapon as the tuning message lists it. */
export interface WeaponList {
  readonly name: string;
  readonly kind: number;
  readonly values: readonly number[];
}

/** Reads the lists of a tuning message; null when they are not of this build. */
export function readTuning(values: readonly number[], weapons: readonly WeaponList[]): Tuning | null {
  const read = weapons.map(readWeapon).filter((weapon) => weapon !== null);
  if (values.length !== 74 || read.length !== weapons.length || read.length === 0) {
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
    shield: {
      arc: next(),
      pace: next(),
      energy: next(),
      drain: next(),
      cost: next(),
      recharge: next(),
      delay: next(),
      broken: next(),
      snapback: next(),
    },
    life: {
      respawn: next(),
      respawnTeam: next(),
      protection: next(),
      spawnDistance: next(),
    },
    thread: {
      drop: next(),
      share: next(),
      leaderShare: next(),
      great: next(),
      greatTime: next(),
      greatSpread: next(),
      spread: next(),
      lies: next(),
      reach: next(),
      heal: next(),
    },
    pickups: {
      reach: next(),
      spool: next(),
      spoolEvery: next(),
      battery: next(),
      batteryEvery: next(),
      weaponEvery: next(),
      thimble: next(),
      thimbleEvery: next(),
      announced: next(),
    },
    match: {
      tug: next(),
      friendlyFire: next(),
      warmup: next(),
      length: next(),
      goal: next(),
      teamGoal: next(),
      goalPerPlayer: next(),
      suddenDeath: next(),
      results: next(),
      idle: next(),
    },
    bots: {
      rating: next(),
      newcomer: next(),
      reaction: next(),
      reactionWeak: next(),
      reactionStrong: next(),
      aimError: next(),
      aimErrorWeak: next(),
      aimErrorStrong: next(),
    },
    feel: {
      cameraLead: next(),
      kick: next(),
      tailMetre: next(),
      tailMost: next(),
      weaponsVolume: next(),
      hitsVolume: next(),
      threadVolume: next(),
      aimAssist: next(),
    },
    weapons: read,
  };
}

function readWeapon(list: WeaponList): Weapon | null {
  const next = taker(list.values);
  if (list.kind === 0 && list.values.length === 16) {
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
      draw: next(),
      spread: next(),
      pellets: next(),
      bounces: next(),
      blastDamage: next(),
      blastRadius: next(),
      push: next(),
      found: next(),
      look: next(),
    };
  }
  if (list.kind === 1 && list.values.length === 15) {
    return {
      kind: 'ray',
      name: list.name,
      damage: next(),
      charge: next(),
      pace: next(),
      radius: next(),
      reach: next(),
      clip: next(),
      reload: next(),
      draw: next(),
      pierce: next(),
      piercedDamage: next(),
      bounces: next(),
      bounceShare: next(),
      push: next(),
      found: next(),
      look: next(),
    };
  }
  return null;
}

/** Hands out a list in order. Its length was checked before, so that the zero is never taken. */
function taker(values: readonly number[]): () => number {
  let at = 0;
  return () => values[at++] ?? 0;
}
