/** A real server as a child of a test, with assets of its own that a test may change. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** How long a server may take to say its address, and to stop. */
const START_MS = 15_000;
const STOP_MS = 8_000;

/** The built binary; a missing one fails the test, since without it nothing would be tested. */
function binary(): string {
  const path = process.env['FRAY_BIN'] ?? join(ROOT, 'target/debug/fray');
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: run \`cargo build\`, or name a built binary in FRAY_BIN`);
  }
  return path;
}

/** Runs the binary to its end, and returns what it printed. */
export function fray(...args: readonly string[]): string {
  return execFileSync(binary(), args, { cwd: ROOT, env: plainEnvironment(), encoding: 'utf8' });
}

export interface ServerOptions {
  /** A journal, to be shown in place of a live room. */
  readonly watch?: string;
  /** Flags of `fray serve`, or of `fray watch`, beside the address and the assets. */
  readonly flags?: readonly string[];
  /** Matches of all presets are played in turn, with a vote; else always the same on one map, with eight seats. */
  readonly presets?: boolean;
  /** Lines of the tuning file to replace: `{ 'match.length': 6 }`. */
  readonly tuning?: Readonly<Record<string, number>>;
  /** The port to listen on; any free one by default. */
  readonly port?: number;
}

export class Server {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #assets: string;
  readonly #log: string[];

  private constructor(child: ChildProcess, address: string, assets: string, log: string[]) {
    this.#child = child;
    this.address = address;
    this.#assets = assets;
    this.#log = log;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const path = binary();
    const assets = mkdtempSync(join(tmpdir(), 'fray-assets-'));
    cpSync(join(ROOT, 'assets'), assets, { recursive: true });
    retune(assets, options.tuning ?? {});
    const listen = `127.0.0.1:${options.port ?? 0}`;
    const serves = options.watch === undefined ? ['serve', '--assets', assets] : ['watch', options.watch];
    const args = [...serves, '--listen', listen, ...plain(options), ...(options.flags ?? [])];
    const child = spawn(path, args, {
      cwd: assets,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log: string[] = [];
    const address = await firstAddress(child, log);
    return new Server(child, address, assets, log);
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  /** The `/ws` of this server. */
  get socket(): string {
    return socketOf(this.address);
  }

  get log(): string {
    return this.#log.join('');
  }

  /** Saves the tuning file with other values, as an editor does: a new file takes the old one's place. */
  retune(values: Readonly<Record<string, number>>): void {
    retune(this.#assets, values);
  }

  /** Saves it with more tables at its end. */
  append(tables: string): void {
    const path = tuningFile(this.#assets);
    save(path, `${readFileSync(path, 'utf8')}\n${tables}`);
  }

  /** Saves it without what stands from one mark up to another. */
  cut(from: string, to: string): void {
    const path = tuningFile(this.#assets);
    const text = readFileSync(path, 'utf8');
    save(path, text.slice(0, text.indexOf(from)) + text.slice(text.indexOf(to)));
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    const gone = ended(this.#child);
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
    rmSync(this.#assets, { recursive: true, force: true });
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
    } else {
      child.once('exit', () => resolve());
    }
  });
}

/** A modelled line to a server. */
export class Link {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  /** `preset`: a name, or the path of a file. */
  static async to(server: Server, preset: string, seed = 1): Promise<Link> {
    const to = new URL(server.address).host;
    const args = ['link', '--listen', '127.0.0.1:0', '--to', to, '--preset', preset, '--seed', `${seed}`];
    const child = spawn(binary(), args, {
      cwd: ROOT,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Link(child, await firstAddress(child, []));
  }

  get socket(): string {
    return socketOf(this.address);
  }

  async stop(): Promise<void> {
    const gone = ended(this.child);
    this.child.kill('SIGTERM');
    await gone;
  }
}

/** The `/ws` beside an address. */
function socketOf(address: string): string {
  return `${address.replace('http', 'ws')}/ws`;
}

/** Settings of whoever runs the tests are not the test's. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FRAY_')));
}

function firstAddress(child: ChildProcess, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`the server ${why}:\n${log.join('')}`));
    };
    const timer = setTimeout(() => fail('said no address'), START_MS);
    const early = (): void => fail('ended');
    child.once('exit', early);
    const read = (chunk: Buffer): void => {
      log.push(chunk.toString());
      const found = /http:\/\/[\d.]+:\d+/.exec(log.join(''));
      if (found !== null) {
        clearTimeout(timer);
        child.off('exit', early);
        resolve(found[0]);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  });
}

function retune(assets: string, values: Readonly<Record<string, number>>): void {
  const path = tuningFile(assets);
  let table = '';
  const wanted = new Map(Object.entries(values));
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      table = /^\[(.+)\]/.exec(line)?.[1] ?? table;
      const key = `${table}.${/^(\w+) *=/.exec(line)?.[1] ?? ''}`;
      const value = wanted.get(key);
      wanted.delete(key);
      return value === undefined ? line : line.replace(/= *[^#]*/, `= ${value} `);
    });
  if (wanted.size > 0) {
    throw new Error(`the tuning file has no ${[...wanted.keys()].join(', ')}`);
  }
  save(path, lines.join('\n'));
}

function tuningFile(assets: string): string {
  return join(assets, 'tuning/default.toml');
}

function save(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** What is played where a test does not care. */
function plain({ watch, presets = false, flags = [] }: ServerOptions): string[] {
  const one = [
    ['--map', 'hoop'],
    ['--seats', '8'],
  ].filter(([flag = '']) => !flags.includes(flag));
  return watch !== undefined || presets ? [] : one.flat();
}
