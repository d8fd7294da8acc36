import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  id: number;
  command: string;
}

/**
 * The processes that have `folder` in their command line or environment. Everything that a test starts has its profile
 * there, so what is found after the end was left behind. On Linux; elsewhere none is found.
 */
function processesNaming(folder: string): Process[] {
  if (process.platform !== 'linux') return [];
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return ids
    .filter((id) => id !== process.pid)
    .map((id) => ({ id, command: textOf(id, 'cmdline'), environment: textOf(id, 'environ') }))
    .filter(({ command, environment }) => command.includes(folder) || environment.includes(folder));
}

/** A file of /proc/ID; empty for a process that has ended meanwhile or is somebody else's. */
function textOf(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Kills the processes that name `folder` and returns what they were. */
export function killProcessesNaming(folder: string): string[] {
  const found = processesNaming(folder);
  for (const { id } of found) kill(id);
  return found.map(({ id, command }) => `${id} ${command.slice(0, 120)}`);
}

/** Gives the processes that name `folder` a moment to end, kills those that do not, and returns what they were. */
export async function endProcessesNaming(folder: string): Promise<string[]> {
  const giveUp = Date.now() + 3_000;
  while (processesNaming(folder).length > 0 && Date.now() < giveUp) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return killProcessesNaming(folder);
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // ESRCH: it has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
