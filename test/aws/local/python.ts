import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../backend/core/userError.ts';
import { projectFolder, runProgram } from '../../../scripts/runProgram.ts';

const requirements = path.join(import.meta.dirname, 'requirements.txt');

/** A Python of the project's own, which .ci/run makes where the system's has no moto. */
const OWN = path.join(projectFolder, '.cache/python');

/** The Python that has moto's server: the one that PYTHON names, the project's own, or the system's. */
export async function findPython(): Promise<string> {
  const required = readFileSync(requirements, 'utf8').trim();
  const [, version] = required.split('==');
  // server.py replaces parts of moto, and so knows this version only.
  const check = [
    'from importlib.metadata import version',
    `assert version('moto') == '${version}', 'moto is version ' + version('moto')`,
    "version('flask'), version('cfn-lint')",
  ].join('\n');
  const own = path.join(OWN, 'bin/python');
  const candidates = [process.env['PYTHON'], existsSync(own) ? own : undefined, 'python3'];
  const failures: string[] = [];
  for (const python of candidates.filter((each) => each !== undefined)) {
    try {
      await runProgram(python, ['-c', check]);
      return python;
    } catch (error) {
      failures.push(`${python}: ${(error as Error).message.split('\n').at(-1)}`);
    }
  }
  const folder = path.relative(projectFolder, OWN);
  throw new UserError(
    [
      `The local AWS needs Python 3 with ${required}. To install it for these tests alone:`,
      `  python3 -m venv ${folder} && ${folder}/bin/pip install '${required}'`,
      'or name a Python that has it in the environment variable PYTHON.',
      ...failures,
    ].join('\n'),
  );
}
