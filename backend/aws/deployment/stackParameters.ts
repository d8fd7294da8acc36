import { UserError } from '../../core/userError.ts';

/** A parameter of the stack, as serverless.yml declares it. */
export interface DeclaredParameter {
  Type: 'String' | 'Number';
  Default?: string | number;
  Description: string;
  AllowedPattern?: string;
  AllowedValues?: (string | number)[];
  MinValue?: number;
  MaxValue?: number;
  ConstraintDescription?: string;
}

/** As CloudFormation takes it. */
export interface StackParameter {
  ParameterKey: string;
  ParameterValue: string;
}

/**
 * The values of the stack's parameters, from `name=value` for each. Parameters begin with a capital letter in a template and
 * with a small one here. What is not given takes its default, or is left out. Throws a UserError that says what is wrong before
 * anything is created; CloudFormation would say it when the stack already exists.
 */
export function stackParameters(
  declared: Readonly<Record<string, DeclaredParameter>>,
  given: readonly string[],
): StackParameter[] {
  const values = new Map(given.map(splitParameter));
  const names = Object.keys(declared).map(shortName);
  const unknown = [...values.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UserError(`There is no parameter ${unknown}. There are: ${names.join(', ')}.`);

  return Object.entries(declared).flatMap(([key, parameter]) => {
    const name = shortName(key);
    const value = values.get(name) ?? parameter.Default?.toString();
    if (value === undefined) return [];
    const wrong = whatIsWrong(parameter, value);
    if (wrong !== undefined) throw new UserError(`--param ${name}=${value}: ${wrong}`);
    return [{ ParameterKey: key, ParameterValue: value }];
  });
}

/** Throws a UserError for a parameter that has neither a value nor a default. */
export function checkComplete(
  declared: Readonly<Record<string, DeclaredParameter>>,
  parameters: readonly StackParameter[],
): void {
  for (const [key, { Description, ConstraintDescription }] of Object.entries(declared)) {
    if (parameters.some(({ ParameterKey }) => ParameterKey === key)) continue;
    throw new UserError(`--param ${shortName(key)}=… is missing. ${Description}: ${ConstraintDescription}.`);
  }
}

/** `name=value` in its two parts; the value may be empty. Throws a UserError for anything else. */
export function splitParameter(text: string): [name: string, value: string] {
  const [, name, value] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UserError(`--param ${text}: it is written --param name=value.`);
  return [name, value];
}

/** `kmsKey` for `KmsKey`. */
export function shortName(key: string): string {
  return `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
}

function whatIsWrong(parameter: DeclaredParameter, value: string): string | undefined {
  const { AllowedPattern, AllowedValues, MinValue = -Infinity, MaxValue = Infinity, ConstraintDescription } = parameter;
  if (AllowedValues && !AllowedValues.map(String).includes(value)) return `not one of ${AllowedValues.join(', ')}.`;
  if (AllowedPattern !== undefined && !new RegExp(AllowedPattern).test(value)) return `not ${ConstraintDescription}.`;
  if (parameter.Type === 'Number' && !(/^\d+$/.test(value) && Number(value) >= MinValue && Number(value) <= MaxValue))
    return `not a whole number from ${MinValue} to ${MaxValue}.`;
  return undefined;
}
