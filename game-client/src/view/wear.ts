/**
 * What the seats wear: their own thread each, or that of their team where teams play. World and page ask for the colour of a
 * seat here, so who draws a picture of a room says first who plays for whom in it.
 */
type Roster = ReadonlyMap<number, { readonly team: number | null }>;

let worn: Roster = new Map();

/** From now on the seats wear what this roster says. */
export function wear(roster: Roster): void {
  worn = roster;
}

/** The team whose thread a seat wears; null where it wears its own. */
export function teamWorn(seat: number): number | null {
  return worn.get(seat)?.team ?? null;
}

/** The second team is wound crosswise. */
export function isCrossed(seat: number): boolean {
  return teamWorn(seat) === 1;
}
