import { parseArgs } from 'node:util';
import { stageProblem } from '../../backend/aws/deployment/packagedTracker.ts';
import { UserError } from '../../backend/core/userError.ts';
import { splitParameter } from '../../backend/aws/deployment/stackParameters.ts';

export interface DeploymentOptions {
  stage: string;
  region?: string;
  /** Values of the stack's parameters, by their short names. */
  parameters: Record<string, string>;
}

/** The options of both commands; undefined asks for help. Throws UserErrors. */
export function readOptions(args: string[]): DeploymentOptions | undefined {
  const { stage = 'dev', region, param = [], help } = readArguments(args);
  if (help) return undefined;
  const problem = stageProblem(stage);
  if (problem !== undefined) throw new UserError(`--stage ${stage}: ${problem}.`);
  return { stage, region, parameters: Object.fromEntries(param.map(splitParameter)) };
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        stage: { type: 'string' },
        region: { type: 'string' },
        param: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}
