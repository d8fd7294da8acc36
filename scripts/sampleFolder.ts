import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runScript } from './runProgram.ts';
import { cacheFolder } from './vscodeRuntime.ts';

/** A folder of sample logs that end today, made anew on the first use of a day. */
export async function sampleFolder(): Promise<string> {
  const folder = path.join(cacheFolder(), 'sample');
  const madeOn = path.join(cacheFolder(), 'sample-made-on');
  const today = new Date().toISOString().slice(0, 10);
  if (existsSync(folder) && existsSync(madeOn) && (await readFile(madeOn, 'utf8')) === today) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await runScript('scripts/sample.ts', folder);
  await writeFile(madeOn, today);
  return folder;
}
