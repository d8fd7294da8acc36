import { runProgram } from '../../../scripts/runProgram.ts';
import { REGION } from './localAws.ts';
import { findPython } from './python.ts';

/** Rejects, with the findings, where cfn-lint has something against CloudFormation templates. It has come with moto. */
export async function lintTemplates(...files: string[]): Promise<void> {
  const lint = 'from cfnlint.runner import main; main()';
  await runProgram(await findPython(), ['-c', lint, '--regions', REGION, '--template', ...files]);
}
