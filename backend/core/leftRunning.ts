import type { TrackerEvent } from './event.ts';
import type { EventFilter } from './filter.ts';
import { serviceOf } from './service.ts';

/** What costs money, or holds data, as long as nobody deletes it. The order in which the kinds are listed. */
export const LEFT_KINDS = [
  'instance',
  'autoScalingGroup',
  'dbInstance',
  'dbCluster',
  'loadBalancer',
  'natGateway',
  'cluster',
  'volume',
  'address',
  'snapshot',
  'image',
  'bucket',
  'table',
  'function',
] as const;
export type LeftKind = (typeof LEFT_KINDS)[number];

/** A resource that was created and, as far as the events tell, not deleted. */
export interface LeftResource {
  kind: LeftKind;
  /** As its creation names it: an id, a name or an ARN. */
  name: string;
  /** Its creation: by whom, when and where. */
  created: TrackerEvent;
}

interface Lifecycle {
  kind: LeftKind;
  service: string;
  created: string[];
  deleted: string[];
  /** The resources that such an event creates or deletes. */
  names: (event: TrackerEvent) => string[];
  /** What tells them apart: names are unique in an account and region only, and written in more than one way. */
  identity: (name: string, event: TrackerEvent) => string;
}

const LIFECYCLES: readonly Lifecycle[] = [
  ec2('instance', /^i-/, ['RunInstances'], ['TerminateInstances']),
  ec2('volume', /^vol-/, ['CreateVolume'], ['DeleteVolume']),
  ec2('snapshot', /^snap-/, ['CreateSnapshot', 'CreateSnapshots', 'CopySnapshot'], ['DeleteSnapshot']),
  ec2('image', /^ami-/, ['CreateImage', 'CopyImage', 'RegisterImage'], ['DeregisterImage']),
  ec2('natGateway', /^nat-/, ['CreateNatGateway'], ['DeleteNatGateway']),
  ec2('address', /^eipalloc-/, ['AllocateAddress'], ['ReleaseAddress']),
  {
    kind: 'bucket',
    service: 's3',
    created: ['CreateBucket'],
    deleted: ['DeleteBucket'],
    names: parameters('requestParameters_bucketName'),
    // Unique in the world; and buckets were once created in another region than they are deleted in.
    identity: (name) => name,
  },
  named('autoScalingGroup', 'autoscaling', 'AutoScalingGroup', 'requestParameters_autoScalingGroupName'),
  named('table', 'dynamodb', 'Table', 'requestParameters_tableName'),
  named('cluster', 'ecs', 'Cluster', 'requestParameters_clusterName', 'requestParameters_cluster'),
  {
    ...named('cluster', 'eks', 'Cluster'),
    names: resources(/^arn:aws[a-z-]*:eks:[^:]*:\d*:cluster\//),
  },
  {
    ...named('function', 'lambda', 'Function', 'requestParameters_functionName'),
    created: ['CreateFunction20150331'],
    deleted: ['DeleteFunction20150331'],
  },
  {
    ...named('dbInstance', 'rds', 'DBInstance', 'requestParameters_dBInstanceIdentifier'),
    created: ['CreateDBInstance', 'CreateDBInstanceReadReplica', 'RestoreDBInstanceFromDBSnapshot'],
    // RDS keeps identifiers in lower case, however they are written in a request.
    identity: (name, event) => inRegion(name.toLowerCase(), event),
  },
  {
    ...named('dbCluster', 'rds', 'DBCluster', 'requestParameters_dBClusterIdentifier'),
    created: ['CreateDBCluster', 'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime'],
    identity: (name, event) => inRegion(name.toLowerCase(), event),
  },
  {
    ...named('loadBalancer', 'elasticloadbalancing', 'LoadBalancer'),
    // A classic one is known by its name, the others by their ARN.
    names: (event) => {
      const arns = resources(/^arn:aws[a-z-]*:elasticloadbalancing:[^:]*:\d*:loadbalancer\//)(event);
      return arns.length > 0 ? arns : parameters('requestParameters_loadBalancerName')(event);
    },
    identity: inRegion,
  },
];

const byEventName = new Map(
  LIFECYCLES.flatMap((lifecycle) =>
    [...lifecycle.created, ...lifecycle.deleted].map((name) => [`${lifecycle.service} ${name}`, lifecycle] as const),
  ),
);

const succeeded = (names: string[]): EventFilter => ({
  service: { in: [...new Set(LIFECYCLES.map(({ service }) => service))] },
  eventName: { in: [...new Set(names)] },
  outcome: { in: ['ok'] },
});

/** The events that create: those of a period can leave something behind. */
export const CREATIONS: EventFilter = succeeded(LIFECYCLES.flatMap(({ created }) => created));

/** The events that leftRunning has to see. */
export const CREATIONS_AND_DELETIONS: EventFilter = succeeded(
  LIFECYCLES.flatMap(({ created, deleted }) => [...created, ...deleted]),
);

/**
 * What was created before `to` (YYYY-MM-DDTHH:MM:SSZ, exclusive) and deleted neither before nor after, by kind, the newest first. The
 * events may come in any order, deletions after `to` among them. What goes by itself, such as an instance that is shut down from
 * within, leaves no event; of a call for many resources at once only those count that are kept of an event (resources.ts).
 */
export function leftRunning(events: Iterable<TrackerEvent>, to: string): LeftResource[] {
  const left = new Map<string, LeftResource>();
  for (const event of [...events].sort(byTime)) {
    const lifecycle = lifecycleOf(event);
    if (!lifecycle || event.outcome !== 'ok') continue;
    const deletes = isDeletion(event, lifecycle);
    if (!deletes && event.eventTime >= to) continue;
    for (const name of lifecycle.names(event)) {
      const identity = `${lifecycle.kind} ${lifecycle.service} ${lifecycle.identity(name, event)}`;
      if (deletes) left.delete(identity);
      else if (!left.has(identity)) left.set(identity, { kind: lifecycle.kind, name, created: event });
    }
  }
  const order = (kind: LeftKind) => LEFT_KINDS.indexOf(kind);
  return [...left.values()].reverse().sort((a, b) => order(a.kind) - order(b.kind));
}

function lifecycleOf({ eventSource, eventName }: TrackerEvent): Lifecycle | undefined {
  return byEventName.get(`${serviceOf(eventSource)} ${eventName}`);
}

function isDeletion({ eventName }: TrackerEvent, { deleted }: Lifecycle): boolean {
  return deleted.includes(eventName);
}

/** Of the same second a creation comes before a deletion. */
function byTime(a: TrackerEvent, b: TrackerEvent): number {
  if (a.eventTime !== b.eventTime) return a.eventTime < b.eventTime ? -1 : 1;
  const deletes = (event: TrackerEvent) => Number(lifecycleOf(event)?.deleted.includes(event.eventName) ?? false);
  return deletes(a) - deletes(b);
}

/** Resources of EC2 are known by ids that are unique, and told by their beginning. */
function ec2(kind: LeftKind, id: RegExp, created: string[], deleted: string[]): Lifecycle {
  return { kind, service: 'ec2', created, deleted, names: resources(id), identity: (name) => name };
}

/** What goes by CreateX and DeleteX, and is known by a name that may be written as an ARN. */
function named(kind: LeftKind, service: string, x: string, ...attributes: Parameters<typeof parameters>): Lifecycle {
  return {
    kind,
    service,
    created: [`Create${x}`],
    deleted: [`Delete${x}`],
    names: parameters(...attributes),
    identity: (name, event) => inRegion(name.startsWith('arn:') ? name.replace(/^.*[:/]/, '') : name, event),
  };
}

function resources(pattern: RegExp): (event: TrackerEvent) => string[] {
  return (event) => (event.resources ?? []).filter((resource) => pattern.test(resource));
}

function parameters(...attributes: `requestParameters_${string}`[]): (event: TrackerEvent) => string[] {
  return (event) => attributes.flatMap((attribute) => event[attribute] ?? []).slice(0, 1);
}

function inRegion(name: string, { account, awsRegion }: TrackerEvent): string {
  return `${account} ${awsRegion} ${name}`;
}
