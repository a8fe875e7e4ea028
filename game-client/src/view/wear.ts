/**
 * What the seats wear: their own thread each, or that of their team where teams play. World and page ask for the colour of a
 * seat here, so who draws a picture of a room says first who plays for whom in it.
 */
type Roster = ReadonlyMap<number, { readonly team: number | null }>;

let told: Roster = new Map();
/** By seat; none where everybody plays for themselves. */
const worn = new Map<number, number>();

/** From now on the seats wear what this roster says. Of teams who has left is still told of, and wears what they wore. */
export function wear(roster: Roster): void {
  if (roster === told) {
    return;
  }
  told = roster;
  if ([...roster.values()].every(({ team }) => team === null)) {
    worn.clear();
  }
  for (const [seat, { team }] of roster) {
    if (team !== null) {
      worn.set(seat, team);
    }
  }
}

/** The team whose thread a seat wears; null where it wears its own. */
export function teamWorn(seat: number): number | null {
  return worn.get(seat) ?? null;
}

/** The second team is wound crosswise. */
export function isCrossed(seat: number): boolean {
  return teamWorn(seat) === 1;
}
