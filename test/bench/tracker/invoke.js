import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * A process of its own, as a function has: loads a bundle and hands it what comes through the channel, one after the other.
 * Plain JavaScript, because compiling types would take time and memory of the function's.
 */

const [bundle = '', now = ''] = process.argv.slice(2);
// Samples end on a fixed day. What happens then is to be what happens in the hour after an event.
if (now !== '') {
  const offset = Number(now) - Date.now();
  const clock = Date.now;
  Date.now = () => clock() + offset;
}
const { handler } = createRequire(import.meta.url)(path.resolve(bundle));
const loaded = performance.now();
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 120_000 };

process.on('message', async (event) => {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  const answer = await handler(event, context);
  const { user, system } = process.cpuUsage(cpu);
  process.send({
    answer,
    milliseconds: performance.now() - begin,
    cpuMilliseconds: (user + system) / 1000,
    loaded,
    sinceStart: performance.now(),
    megabytes: peakKilobytes() / 1000,
  });
});
process.send('ready');

/** What Node tells of the peak begins, on Linux, with that of the process that has started this one. */
function peakKilobytes() {
  const file = '/proc/self/status';
  const peak = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return Number(peak ?? process.resourceUsage().maxRSS);
}
