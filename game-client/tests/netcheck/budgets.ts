/**
 * Reads `budgets.toml`: the cells and what must hold in them. A mistake is an error with its line.
 */
import { parse } from 'smol-toml';
import { FAULTS } from './faults.ts';
import { isMetric, type MetricName } from './tally.ts';

export type Budgets = Partial<Record<MetricName, number>>;

/** The least play for which a cell counts. */
export interface Least {
  /** In units, a bot and minute. */
  readonly moved: number;
  /** Of all bots together, in a minute or more. */
  readonly shots: number;
  readonly hits: number;
  readonly dashes: number;
  readonly contacts: number;
}

export interface CellPlan {
  readonly name: string;
  /** A preset, or a file beside the budgets; null for none. */
  readonly link: string | null;
  /** Everybody has every weapon all the time, those that have to be found too. */
  readonly armed: boolean;
  /** What is done to the client; null for a cell in which nothing is. */
  readonly fault: string | null;
  readonly budgets: Budgets;
  /** What a fault must make red. */
  readonly red: readonly MetricName[];
  /** It is measured so many times as long as others. */
  readonly times: number;
}

export interface Plan {
  readonly seconds: number;
  readonly players: number;
  readonly atOnce: number;
  readonly lateMost: number;
  readonly least: Least;
  /** In the order of the file; the first one is the control. */
  readonly cells: readonly CellPlan[];
}

type Table = Readonly<Record<string, unknown>>;

/** Reads the text of such a file. */
export function readPlan(text: string): Plan {
  const reader = new Reader(text);
  const file = reader.parse();
  reader.only(file, '', ['seconds', 'players', 'at_once', 'late_most', 'play', 'budgets', 'cells', 'faults']);
  const play = reader.table(file, '', 'play');
  reader.only(play, 'play', ['moved', 'shots', 'hits', 'dashes', 'contacts']);
  const least = (key: keyof Least): number => reader.number(play, 'play', key);
  const common = reader.budgets(file, '');
  const [cells, faults] = [reader.table(file, '', 'cells'), reader.table(file, '', 'faults')];
  return {
    seconds: reader.number(file, '', 'seconds'),
    players: reader.number(file, '', 'players'),
    atOnce: reader.number(file, '', 'at_once'),
    lateMost: reader.number(file, '', 'late_most'),
    least: {
      moved: least('moved'),
      shots: least('shots'),
      hits: least('hits'),
      dashes: least('dashes'),
      contacts: least('contacts'),
    },
    cells: [
      ...reader.inOrder(cells, 'cells').map((name) => reader.cell(cells, name, common)),
      ...reader.inOrder(faults, 'faults').map((name) => reader.fault(faults, name, common)),
    ],
  };
}

class Reader {
  readonly #lines: readonly string[];

  constructor(private readonly text: string) {
    this.#lines = text.split('\n');
  }

  parse(): Table {
    // Its own errors name the line as well.
    return parse(this.text);
  }

  cell(cells: Table, name: string, common: Budgets): CellPlan {
    const path = `cells.${name}`;
    const table = this.table(cells, 'cells', name);
    this.only(table, path, ['link', 'armed', 'times', 'budgets']);
    return {
      name,
      ...this.#link(table, path),
      armed: this.#flag(table, path, 'armed'),
      fault: null,
      budgets: { ...common, ...this.budgets(table, path) },
      red: [],
      times: table['times'] === undefined ? 1 : this.number(table, path, 'times'),
    };
  }

  fault(faults: Table, name: string, common: Budgets): CellPlan {
    const path = `faults.${name}`;
    const table = this.table(faults, 'faults', name);
    this.only(table, path, ['link', 'red', 'budgets']);
    if (!Object.hasOwn(FAULTS, name)) {
      this.#fail(path, null, `no fault is called ${name}: there are ${Object.keys(FAULTS).join(', ')}`);
    }
    const budgets = { ...common, ...this.budgets(table, path) };
    const list: unknown = table['red'];
    const red = (Array.isArray(list) ? list : [])
      .map(String)
      .map((metric) => this.#metric(metric, path, 'red'));
    if (red.length === 0 || red.some((metric) => budgets[metric] === undefined)) {
      this.#fail(path, 'red', 'red is a list of figures that have a budget here');
    }
    return { name, ...this.#link(table, path), armed: false, fault: name, budgets, red, times: 1 };
  }

  /** The budgets in a table of this name below another one; none where there is no such table. */
  budgets(from: Table, path: string): Budgets {
    const own = join(path, 'budgets');
    const table = from['budgets'] === undefined ? {} : this.table(from, path, 'budgets');
    return Object.fromEntries(
      Object.keys(table).map((key) => [this.#metric(key, own, key), this.number(table, own, key)]),
    );
  }

  table(from: Table, path: string, key: string): Table {
    const value = from[key];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.#fail(path, key, `[${join(path, key)}] is missing`);
    }
    return value as Table;
  }

  number(from: Table, path: string, key: string): number {
    const value = from[key];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      return this.#fail(path, key, `${key} is a number that is not negative`);
    }
    return value;
  }

  /** The tables within one as the file has them: an object has names that are numbers before all others. */
  inOrder(table: Table, path: string): string[] {
    return Object.keys(table).sort((a, b) => this.#lineOf(path, a) - this.#lineOf(path, b));
  }

  only(table: Table, path: string, keys: readonly string[]): void {
    for (const key of Object.keys(table)) {
      if (!keys.includes(key)) {
        this.#fail(path, key, `${key} is no key here: there are ${keys.join(', ')}`);
      }
    }
  }

  #metric(name: string, path: string, key: string): MetricName {
    return isMetric(name) ? name : this.#fail(path, key, `nothing that is measured is called ${name}`);
  }

  #link(table: Table, path: string): { link: string | null } {
    const { link } = table;
    if (typeof link !== 'string') {
      return this.#fail(path, 'link', 'link is the name of a preset, a file, or "none"');
    }
    return { link: link === 'none' ? null : link };
  }

  #flag(table: Table, path: string, key: string): boolean {
    const value = table[key] ?? false;
    return typeof value === 'boolean' ? value : this.#fail(path, key, `${key} is true or false`);
  }

  #fail(path: string, key: string | null, what: string): never {
    throw new Error(`budgets, line ${this.#lineOf(path, key)}: ${what}`);
  }

  /** Where a key of a table stands, else where the table begins, else the first line. */
  #lineOf(path: string, key: string | null): number {
    let table = '';
    let begins = 1;
    for (const [at, line] of this.#lines.entries()) {
      const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replaceAll('"', '');
      table = header ?? table;
      if (header !== undefined && (header === path || header === join(path, key ?? ''))) {
        begins = at + 1;
      }
      if (table === path && key !== null && new RegExp(`^\\s*"?${key}"?\\s*=`).test(line)) {
        return at + 1;
      }
    }
    return begins;
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : key === '' ? path : `${path}.${key}`;
}
