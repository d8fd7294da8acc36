import { parseArgs } from 'node:util';
import { UserError } from '../../backend/core/userError.ts';
import { splitParameter } from './stackParameters.ts';

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
  // Names of functions, with the service's name before it, have 64 characters at most.
  if (!/^[A-Za-z0-9-]{1,30}$/.test(stage))
    throw new UserError(`--stage ${stage}: not 1 to 30 letters, digits and hyphens.`);
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
