import { isObject, type JsonObject } from '../../../backend/core/json.ts';

export interface Template {
  Parameters: Record<string, { Default?: string | number }>;
  Conditions: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

export interface Resource {
  Type: string;
  Condition?: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
  Properties: JsonObject;
}

/** What AWS puts in a template by itself. The other references become `<LogicalId>` and `<LogicalId.Attribute>`. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/STACK/abcd1234-0000-1111-2222-333344445555',
  'AWS::StackName': 'STACK',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Names of resources that other services build names of. */
const NAME_PROPERTIES = ['TableName', 'FunctionName', 'LogGroupName'];

const NO_VALUE = Symbol('AWS::NoValue');

/** A template as CloudFormation reads it with these parameters: conditions decided, functions evaluated. */
export function resolveTemplate(template: Template, given: Record<string, string> = {}): Template {
  const parameters = { ...defaultsOf(template), ...given };

  function holds(name: string): boolean {
    if (!(name in template.Conditions)) throw new Error(`There is no condition ${name}.`);
    return resolve(template.Conditions[name]) as boolean;
  }

  function reference(name: string): unknown {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const value = PSEUDO_PARAMETERS[name] ?? parameters[name];
    if (value !== undefined) return value;
    const resource = template.Resources[name];
    if (!resource) throw new Error(`There is neither a parameter nor a resource ${name}.`);
    if (resource.Condition !== undefined && !holds(resource.Condition)) throw new Error(`${name} is not created.`);
    const ownName = NAME_PROPERTIES.find((property) => resource.Properties[property] !== undefined);
    return ownName === undefined ? `<${name}>` : resolve(resource.Properties[ownName]);
  }

  function substitute(text: string, values: JsonObject): string {
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      // A variable of IAM, which is not CloudFormation's.
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in values) return String(resolve(values[name]));
      return name.includes('.') ? `<${name}>` : String(reference(name));
    });
  }

  const functions: Record<string, (argument: never) => unknown> = {
    Ref: reference,
    'Fn::GetAtt': ([name, attribute]: string[]) => `<${name}.${attribute}>`,
    'Fn::If': ([condition, yes, no]: [string, unknown, unknown]) => resolve(holds(condition) ? yes : no),
    'Fn::Equals': ([one, other]: unknown[]) => resolve(one) === resolve(other),
    'Fn::Not': ([condition]: unknown[]) => !(resolve(condition) as boolean),
    'Fn::Join': ([separator, list]: [string, unknown]) => (resolve(list) as unknown[]).join(separator),
    'Fn::Split': ([separator, text]: [string, unknown]) => String(resolve(text)).split(separator),
    'Fn::Select': ([index, list]: [number, unknown]) => (resolve(list) as unknown[])[index],
    'Fn::Sub': (argument: string | [string, JsonObject]) =>
      typeof argument === 'string' ? substitute(argument, {}) : substitute(...argument),
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== NO_VALUE);
    if (!isObject(value)) return value;
    const [name = '', ...others] = Object.keys(value);
    if (others.length === 0 && functions[name]) return functions[name](value[name] as never);
    if (name.startsWith('Fn::')) throw new Error(`The function ${name} is not known here.`);
    const properties = Object.entries(value).map(([key, item]) => [key, resolve(item)] as const);
    return Object.fromEntries(properties.filter(([, item]) => item !== NO_VALUE));
  }

  const created = Object.entries(template.Resources).filter(([, { Condition }]) => !Condition || holds(Condition));
  return {
    ...template,
    Resources: Object.fromEntries(
      created.map(([name, resource]) => [
        name,
        { ...resource, Properties: resolve(resource.Properties) as JsonObject },
      ]),
    ),
    Outputs: resolve(template.Outputs) as Template['Outputs'],
  };
}

function defaultsOf({ Parameters }: Template): Record<string, string> {
  const defaults = Object.entries(Parameters).flatMap(([name, { Default }]) =>
    Default === undefined ? [] : [[name, String(Default)] as const],
  );
  return Object.fromEntries(defaults);
}
