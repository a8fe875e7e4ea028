/**
 * One who plays for the first time: uses a control only once a hint has told of it, sees late, aims badly, and knows
 * nothing of walls.
 */
import { mix } from '../../game-client/src/sim/chance.ts';
import type { Seen, Visitor } from './support.ts';

/** How long a hint is read, how late something new is noticed, and how far the hand is behind what it follows, in ms. */
const READS_MS = 1500;
const LATE_MS = 300;
const BEHIND_MS = 150;
/** Standard error of the aim, in degrees, and how long one error is kept, in ms. */
const ERROR_DEGREES = 10;
const ERROR_MS = 400;
/** Shoots at what is nearer than this, and comes nearer than this, in units. */
const SHOOTS_AT = 550;
const COMES_TO = 260;
/** A burst and the pause after it, in ms. */
const BURST_MS = 900;
const PAUSE_MS = 300;
/** One way is walked for so long, in ms; whoever has hardly moved by then, in units, takes another one. */
const WAY_MS = 700;
const STUCK = 40;
const DASHES_EACH_MS = 4000;

type Skill = 'walk' | 'fire' | 'dash';
const TOLD: readonly [RegExp, Skill][] = [
  [/^Walk with/, 'walk'],
  [/shoot with/, 'fire'],
  [/^Dash with/, 'dash'],
];
const KEYS = ['KeyW', 'KeyA', 'KeyS', 'KeyD'] as const;

interface Way {
  readonly x: number;
  readonly y: number;
}

interface Look {
  readonly atMs: number;
  readonly seen: Seen;
}

export class Newcomer {
  /** What hints have told. */
  readonly knows = new Set<Skill>();
  /** How it went so far. */
  kills = 0;
  deaths = 0;
  /** Own shots in flight, summed up over the looks. */
  shots = 0;
  readonly #held = new Set<string>();
  readonly #looks: Look[] = [];
  #draws = 0;
  #hint = { text: '', sinceMs: 0 };
  #error = { angle: 0, untilMs: 0 };
  #way: { way: Way; untilMs: number; from: Way } = {
    way: { x: 0, y: 0 },
    untilMs: 0,
    from: { x: 0, y: 0 },
  };
  #dashesMs = 0;
  #fires = false;

  constructor(
    private readonly visitor: Visitor,
    private readonly seed: number,
  ) {}

  /** Looks at the page, and does what comes to mind. */
  async act(): Promise<void> {
    const nowMs = performance.now();
    const seen = await this.visitor.seen();
    this.kills = seen.kills ?? 0;
    this.deaths = Math.max(this.deaths, seen.deaths ?? 0);
    this.shots += seen.shots.filter(({ seat }) => seat === seen.seat).length;
    this.#looks.push({ atMs: nowMs, seen });
    while ((this.#looks[1]?.atMs ?? Infinity) < nowMs - LATE_MS) {
      this.#looks.shift();
    }
    await this.#read(nowMs);
    const known = this.#looks[0]?.seen ?? seen;
    const followed = this.#looks.findLast(({ atMs }) => atMs <= nowMs - BEHIND_MS)?.seen ?? known;
    const { place } = seen;
    if (place === null) {
      await this.#letGo();
      return;
    }
    const foe = nearest(known, place);
    await this.#walk(place, foe, nowMs);
    await this.#shoot(foe === null ? null : nearest(followed, place), nowMs);
    await this.#dash(nowMs);
  }

  /** From 0 to 1, the same for the same seed. */
  #chance(): number {
    this.#draws += 1;
    return mix(this.seed, this.#draws, 0) / 0x1_0000_0000;
  }

  async #read(nowMs: number): Promise<void> {
    const hint = this.visitor.page.locator('.hint:not(.followed)');
    const text = (await hint.isVisible())
      ? ((await hint.textContent({ timeout: 500 }).catch(() => '')) ?? '')
      : '';
    if (text !== this.#hint.text) {
      this.#hint = { text, sinceMs: nowMs };
    } else if (nowMs - this.#hint.sinceMs > READS_MS) {
      const told = TOLD.find(([words]) => words.test(text));
      if (told !== undefined) {
        this.knows.add(told[1]);
      }
    }
  }

  async #walk(place: Way, foe: Foe | null, nowMs: number): Promise<void> {
    if (!this.knows.has('walk')) {
      return;
    }
    if (nowMs >= this.#way.untilMs) {
      const isStuck = Math.hypot(place.x - this.#way.from.x, place.y - this.#way.from.y) < STUCK;
      const way = foe !== null && !isStuck ? this.#wayTo(foe) : this.#anyWay();
      this.#way = { way, untilMs: nowMs + WAY_MS, from: place };
    }
    const { x, y } = this.#way.way;
    const wanted = [y < -0.4, x < -0.4, y > 0.4, x > 0.4];
    for (const [at, key] of KEYS.entries()) {
      await this.#hold(key, wanted[at] === true);
    }
  }

  /** Nearer, or around whoever is near. */
  #wayTo({ x, y, distance }: Foe): Way {
    const side = this.#chance() < 0.5 ? 1 : -1;
    return distance > COMES_TO
      ? { x: x / distance, y: y / distance }
      : { x: (side * y) / distance, y: (-side * x) / distance };
  }

  #anyWay(): Way {
    const turn = this.#chance() * 2 * Math.PI;
    return { x: Math.cos(turn), y: Math.sin(turn) };
  }

  async #shoot(foe: Foe | null, nowMs: number): Promise<void> {
    if (nowMs >= this.#error.untilMs) {
      // The sum of twelve even chances is close to a normal one.
      const normal = Array.from({ length: 12 }, () => this.#chance()).reduce((a, b) => a + b) - 6;
      this.#error = { angle: (normal * ERROR_DEGREES * Math.PI) / 180, untilMs: nowMs + ERROR_MS };
    }
    const near = foe !== null && foe.distance < SHOOTS_AT;
    if (near && this.knows.has('fire')) {
      const angle = Math.atan2(foe.y, foe.x) + this.#error.angle;
      await this.visitor.aim(Math.cos(angle), Math.sin(angle));
    }
    const fires = near && this.knows.has('fire') && nowMs % (BURST_MS + PAUSE_MS) < BURST_MS;
    if (fires !== this.#fires) {
      this.#fires = fires;
      await (fires ? this.visitor.page.mouse.down() : this.visitor.page.mouse.up());
    }
  }

  async #dash(nowMs: number): Promise<void> {
    if (this.knows.has('dash') && nowMs >= this.#dashesMs) {
      this.#dashesMs = nowMs + DASHES_EACH_MS;
      await this.visitor.page.keyboard.press('Space');
    }
  }

  async #hold(key: string, wanted: boolean): Promise<void> {
    if (wanted !== this.#held.has(key)) {
      await (wanted ? this.visitor.page.keyboard.down(key) : this.visitor.page.keyboard.up(key));
      this.#held[wanted ? 'add' : 'delete'](key);
    }
  }

  async #letGo(): Promise<void> {
    for (const key of KEYS) {
      await this.#hold(key, false);
    }
    if (this.#fires) {
      this.#fires = false;
      await this.visitor.page.mouse.up();
    }
  }
}

/** Where somebody is from here. */
interface Foe {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** The nearest body on the screen. */
function nearest({ players, shows }: Seen, place: Way): Foe | null {
  const onScreen = players.filter(
    ({ x, y, alive }) =>
      alive && Math.abs(x - shows.x) < shows.wide / 2 && Math.abs(y - shows.y) < shows.high / 2,
  );
  const foes = onScreen.map(({ x, y }) => ({
    x: x - place.x,
    y: y - place.y,
    distance: Math.max(Math.hypot(x - place.x, y - place.y), 1),
  }));
  return foes.toSorted((a, b) => a.distance - b.distance)[0] ?? null;
}
