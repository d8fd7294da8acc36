import { UserError } from '../../backend/core/userError.ts';
import {
  checkComplete,
  stackParameters,
  type DeclaredParameter,
  type StackParameter,
} from '../../backend/aws/deployment/stackParameters.ts';

/** What this plugin knows of Serverless. */
interface Serverless {
  processedInput: { commands: string[] };
  service: {
    provider: { stackParameters?: StackParameter[] };
    resources: { Parameters: Record<string, DeclaredParameter> };
  };
  classes: { Error: new (message: string, code: string) => Error };
}

/**
 * Lets `--param name=value` give the template's parameters their values, which Serverless would write into the template. So one
 * packaged template serves every deployment, whoever deploys it.
 */
export default class StackParametersPlugin {
  readonly hooks: Record<string, () => void>;
  readonly #serverless: Serverless;
  readonly #given: readonly string[];

  constructor(serverless: Serverless, options: { param?: string[] }) {
    this.#serverless = serverless;
    this.#given = options.param ?? [];
    const { service } = serverless;
    let parameters: StackParameter[] | undefined;
    this.hooks = {
      initialize: () => this.#setParameters(),
      // A new stack begins with nothing but the deployment bucket, and Serverless creates it with all parameters. CloudFormation
      // refuses those that a template does not declare.
      'before:aws:deploy:deploy:createStack': () => {
        parameters = service.provider.stackParameters;
        delete service.provider.stackParameters;
      },
      'after:aws:deploy:deploy:createStack': () => (service.provider.stackParameters = parameters),
    };
  }

  #setParameters(): void {
    const { processedInput, service, classes } = this.#serverless;
    const command = processedInput.commands.join(' ');
    if (command !== 'package' && command !== 'deploy') return;
    const declared = service.resources.Parameters;
    try {
      const parameters = stackParameters(declared, this.#given);
      if (command === 'deploy') checkComplete(declared, parameters);
      service.provider.stackParameters = parameters;
    } catch (error) {
      // Of other errors Serverless shows the stack.
      if (error instanceof UserError) throw new classes.Error(error.message, 'INVALID_PARAMETER');
      throw error;
    }
  }
}
