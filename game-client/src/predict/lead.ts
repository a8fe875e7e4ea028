/**
 * How many ticks ahead of the newest snapshot inputs are stamped, so that they are there when their tick is computed.
 *
 *     head, stamped so far ahead ──▶ server ──▶ snapshot: "it came `lead` ticks before its use" ──▶ slack = lead − ahead
 *
 * The slack is what the line leaves of a head that is stamped on the spot: it varies with the line alone. The stamp goes
 * so far ahead that all but the latest few come in time. It moves softly, by a share of the time that passes; only where
 * it is far too short does it jump, because until it fits nothing that a player does is what was predicted.
 */

/** Inputs are stamped so many ticks ahead until the server has answered one. */
const FIRST = 3;
/** A message covers two ticks, and its older one must be there in time: so many ticks before its use a head should come. */
const WANTED = 1;
/** Answers that are remembered: about three seconds. */
const KEPT = 96;
/** Of these so many may be later than what is aimed for. */
const LATE = 1;
/** Each snapshot that tells of a late input adds so many ticks to that, and each other one takes back so many. */
const MARGIN_UP = 0.25;
const MARGIN_DOWN = MARGIN_UP / 400;
const MARGIN_MOST = 8;
/** The share of the time by which the stamp moves ahead, and back. It goes back slowly: the next late one comes. */
const FASTER = 0.05;
const SLOWER = 0.01;
/** The stamp does not go back for less than so many ticks. */
const SLACK = 1;
/** A stamp that is short by more than this jumps, in ms. */
const JUMP_MS = 100;
/** Ahead by more than this an input waits at the server for longer than a player wants to. */
const MOST_MS = 400;
/** A head that comes more ticks before its use than this finds the server's plan full, and is used before its tick. */
const PLANNED = 29;

interface Head {
  readonly tick: number;
  readonly ahead: number;
}

export interface Lead {
  /** Ticks, with a fraction. */
  ahead: number;
  /** Heads that were sent and not answered yet, oldest first. */
  heads: Head[];
  /** Newest last. */
  readonly slack: number[];
  /** How much further ahead than that says, in ticks: one in four hundred may be late. */
  margin: number;
  /** The snapshot that was heard last. */
  tick: number;
}

export function newLead(): Lead {
  return { ahead: FIRST, heads: [], slack: [], margin: 0, tick: 0 };
}

/** An input with this head was sent. */
export function sent(line: Lead, tick: number): void {
  line.heads.push({ tick, ahead: line.ahead });
  line.heads.splice(0, line.heads.length - KEPT);
}

/**
 * A snapshot says how many ticks before its use the latest head that came since the one before came, and whether an input
 * came after its tick.
 */
export function heard(line: Lead, tick: number, lead: number, isLate: boolean, tickMs: number): void {
  const passed = Math.max(tick - line.tick, 0);
  line.tick = tick;
  line.margin = Math.min(Math.max(line.margin + (isLate ? MARGIN_UP : -MARGIN_DOWN), 0), MARGIN_MOST);
  // The head was used at this tick or, while snapshots are rarer than ticks, a little before.
  const at = line.heads.findLastIndex((head) => head.tick <= tick + lead);
  const answered = line.heads[at];
  if (answered === undefined) {
    return;
  }
  line.heads.splice(0, at + 1);
  line.slack.push(lead - answered.ahead);
  line.slack.splice(0, line.slack.length - KEPT);
  const sorted = line.slack.toSorted((a, b) => a - b);
  const least = sorted[Math.min(LATE, sorted.length - 1)] ?? 0;
  // After a stall the latest would have it further ahead than the plan takes from the earliest.
  const most = Math.min(MOST_MS / tickMs, PLANNED - SLACK - (sorted.at(-1) ?? 0));
  steer(line, Math.max(Math.min(WANTED - least + line.margin, most), 0), passed, tickMs);
}

function steer(line: Lead, wanted: number, passed: number, tickMs: number): void {
  const short = wanted - line.ahead;
  if (short > JUMP_MS / tickMs || line.slack.length < 4) {
    line.ahead = Math.max(wanted, line.ahead);
  } else if (short > 0) {
    line.ahead += Math.min(short, passed * FASTER);
  } else if (short < -SLACK) {
    line.ahead -= Math.min(-short, passed * SLOWER);
  }
}
