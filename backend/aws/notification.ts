import type {
  EventBridgeConfiguration,
  FilterRule,
  LambdaFunctionConfiguration,
  NotificationConfiguration,
  QueueConfiguration,
  TopicConfiguration,
} from '@aws-sdk/client-s3';

/** What a bucket tells others, of which objects. A bucket has one configuration, and whoever writes it writes all of it. */
export type { NotificationConfiguration };

/** One rule of it, whatever it leads to. */
export interface Rule {
  id: string;
  /** The ARN that it leads to. */
  target: string;
  kind: 'queue' | 'topic' | 'function';
  events: readonly string[];
  prefix: string;
  suffix: string;
}

/** All rules with a filter. EventBridge takes everything and has none. */
export function rulesIn(configuration: NotificationConfiguration): Rule[] {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  return [
    ...QueueConfigurations.map((each) => ruleOf('queue', each.QueueArn, each)),
    ...TopicConfigurations.map((each) => ruleOf('topic', each.TopicArn, each)),
    ...LambdaFunctionConfigurations.map((each) => ruleOf('function', each.LambdaFunctionArn, each)),
  ];
}

function ruleOf(
  kind: Rule['kind'],
  target: string | undefined,
  { Id, Events = [], Filter }: QueueConfiguration | TopicConfiguration | LambdaFunctionConfiguration,
): Rule {
  const rules: FilterRule[] = Filter?.Key?.FilterRules ?? [];
  const value = (name: string) => rules.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? '';
  return { id: Id ?? '', target: target ?? '', kind, events: Events, prefix: value('prefix'), suffix: value('suffix') };
}

/** As S3 writes and takes it. */
export function queueConfigurationOf({ id, target, events, prefix, suffix }: Rule): QueueConfiguration {
  const FilterRules: FilterRule[] = [
    ...(prefix === '' ? [] : [{ Name: 'prefix' as const, Value: prefix }]),
    ...(suffix === '' ? [] : [{ Name: 'suffix' as const, Value: suffix }]),
  ];
  return {
    Id: id,
    QueueArn: target,
    Events: [...events] as QueueConfiguration['Events'],
    ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }),
  };
}

/**
 * The rule that S3 would refuse this one for: two rules may not tell of the same event of the same object, which is so where an
 * event of theirs, the prefixes and the suffixes all overlap (Amazon S3 user guide, "Configuring event notifications using object
 * key name filtering").
 */
export function overlapWith(rule: Rule, others: readonly Rule[]): Rule | undefined {
  return others.find(
    (other) =>
      rule.events.some((event) => other.events.some((each) => eventsOverlap(event, each))) &&
      beginAlike(rule.prefix, other.prefix) &&
      beginAlike(reversed(rule.suffix), reversed(other.suffix)),
  );
}

/** Whether one rule tells of all that another one tells of. */
export function covers(rule: Rule, other: Rule): boolean {
  const coversEvent = (event: string, each: string) =>
    event === each || (event.endsWith('*') && each.startsWith(event.slice(0, -1)));
  return (
    other.prefix.startsWith(rule.prefix) &&
    other.suffix.endsWith(rule.suffix) &&
    other.events.every((each) => rule.events.some((event) => coversEvent(event, each)))
  );
}

function eventsOverlap(a: string, b: string): boolean {
  const [first, second] = [a.replace(/\*$/, ''), b.replace(/\*$/, '')];
  if (a.endsWith('*') || b.endsWith('*')) return beginAlike(first, second);
  return a === b;
}

function beginAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/**
 * Whether two configurations say the same. S3 takes the names prefix and suffix and gives Prefix and Suffix back, in any order, and
 * leaves out what is empty.
 */
export function sameConfiguration(a: NotificationConfiguration, b: NotificationConfiguration): boolean {
  return canonical(a) === canonical(b);
}

/** A line for each rule, for people. */
export function describeConfiguration(configuration: NotificationConfiguration): string[] {
  const bridge: EventBridgeConfiguration | undefined = configuration.EventBridgeConfiguration;
  return [...rulesIn(configuration).map(describeRule), ...(bridge ? ['everything → EventBridge'] : [])];
}

export function describeRule({ id, target, events, prefix, suffix }: Rule): string {
  return `${id || '(without an id)'}: ${events.join(', ')} of ${prefix}*${suffix} → ${target}`;
}

function canonical(configuration: NotificationConfiguration): string {
  const { EventBridgeConfiguration, ...lists } = configuration;
  const rules = Object.entries(lists)
    .filter(([name, value]) => name.endsWith('Configurations') && Array.isArray(value))
    .flatMap(([name, value]) => (value as QueueConfiguration[]).map((each) => `${name} ${canonicalRule(each)}`))
    .sort();
  return JSON.stringify([rules, EventBridgeConfiguration !== undefined]);
}

function canonicalRule({ Filter, ...rest }: Pick<QueueConfiguration, 'Filter'>): string {
  const rules = (Filter?.Key?.FilterRules ?? [])
    .filter(({ Value }) => Value)
    .map(({ Name, Value }) => `${Name?.toLowerCase()} ${Value}`);
  return JSON.stringify(sorted({ ...rest, rules }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
