/** Runs the network check: its TypeScript, and the client's, without a build. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const main = fileURLToPath(new URL('./tests/netcheck/main.ts', import.meta.url));
const { module } = await runnerImport(main, { configFile: false, logLevel: 'error' });
process.exit(await module.main(process.argv.slice(2)));
