/**
 * One cell: a server of its own, a link to it, and players for a while.
 */
import { fileURLToPath } from 'node:url';
import { until } from '../headless.ts';
import { Link, Server } from '../server.ts';
import type { CellPlan } from './budgets.ts';
import { FAULTS } from './faults.ts';
import { Frames } from './frames.ts';
import { Presses } from './measure.ts';
import { Player } from './player.ts';
import { sum } from './tally.ts';
import type { Measured } from './verdict.ts';

export interface CellOptions {
  readonly seconds: number;
  readonly players: number;
  readonly seed: number;
  /** From the last one's arrival to the first figure: what steers by the line has to know it first. */
  readonly settleMs: number;
}

/** Long matches in which hits count from the first second, and the fallen are back soon. */
const TUNING = {
  'match.warmup': 0,
  'match.length': 3600,
  'match.goal': 500,
  'match.idle': 0,
  'life.respawn': 0.5,
  'life.protection': 0,
  'life.spawn_distance': 0,
  'thread.drop': 0,
};
/** What has to be found is in everybody's hands, and lasts. */
const ARMED = { 'weapons.shears.found': 0, 'weapons.bobbin.found': 0 };
const JOIN_MS = 20_000;

export async function runCell(plan: CellPlan, options: CellOptions): Promise<Measured> {
  const flags = ['--fill', '0', '--seats', `${options.players}`, '--map', 'hoop', '--log', 'warn'];
  const server = await Server.start({ flags, tuning: plan.armed ? { ...TUNING, ...ARMED } : TUNING });
  const frames = new Frames();
  const players: Player[] = [];
  let link: Link | null = null;
  try {
    link = plan.link === null ? null : await Link.to(server, linkOf(plan.link), options.seed);
    const presses = new Presses();
    for (let who = 0; who < options.players; who++) {
      const player = new Player({
        socket: (link ?? server).socket,
        address: server.address,
        name: `${plan.name} ${who + 1}`.slice(0, 16),
        fault: FAULTS[plan.fault ?? '']?.() ?? {},
        seed: options.seed,
        who,
        presses,
      });
      players.push(player);
      frames.run(() => player.frame(), who / options.players);
    }
    await until(`${plan.name}: all are in`, () => players.every(({ isIn }) => isIn), JOIN_MS);
    await wait(options.settleMs);
    return await measure(players, server, frames, options);
  } finally {
    frames.stop();
    players.forEach((player) => player.dispose());
    await link?.stop();
    await server.stop();
  }
}

async function measure(
  players: readonly Player[],
  server: Server,
  frames: Frames,
  { seconds }: CellOptions,
): Promise<Measured> {
  const ticksBefore = await ticksOf(server);
  frames.begin();
  players.forEach((player) => player.begin(performance.now()));
  await wait(seconds * 1000);
  const tallies = players.map((player) => player.end(performance.now()));
  const lateFrames = frames.lateShare;
  const { run, skipped } = await ticksOf(server);
  const lateTicks = (100 * (skipped - ticksBefore.skipped)) / Math.max(run - ticksBefore.run, 1);
  return {
    tally: sum(tallies),
    players: players.length,
    seconds,
    lateShare: Math.max(lateFrames, lateTicks),
  };
}

/** How many ticks the server ran, and how many never happened because it was held up. */
async function ticksOf(server: Server): Promise<{ run: number; skipped: number }> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const counter = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return { run: counter('fray_ticks_total'), skipped: counter('fray_ticks_skipped_total') };
}

/** The path of a file beside the budgets; a preset is its own name. */
function linkOf(link: string): string {
  return link.endsWith('.toml') ? fileURLToPath(new URL(link, import.meta.url)) : link;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
