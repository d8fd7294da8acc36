import type { LeftKind, LeftResource } from '../../backend/core/leftRunning.ts';
import { visibleText } from '../../backend/core/visibleText.ts';
import type { Format, L10n } from '../format.ts';
import { scopeLabel } from '../scope/scopeLabel.ts';
import type { Totals } from '../tree/activityNode.ts';
import { kindIcon } from '../tree/nodeIcon.ts';
import { nodeText, type NodeText } from '../tree/nodeText.ts';
import { filterText } from './filterText.ts';
import type { Query } from './query.ts';
import type { QueryNode } from './queryNode.ts';

/**
 * What a row says. All of it is plain text: names come from log files, and saved queries from whoever wrote the workspace. `totals` are
 * those of a query, where they are known; `now` is in milliseconds since 1970.
 */
export function queryNodeText(
  node: QueryNode,
  totals: Totals | undefined,
  counted: boolean,
  format: Format,
  now: number,
): NodeText {
  const { l10n, number } = format;
  switch (node.type) {
    case 'query':
      return queryText(node.query, totals, counted, format, now);
    case 'user':
      return nodeText(node.user, format, now);
    case 'more':
      return plain(l10n.t('Show All {0} in Table', number(node.total)));
    case 'leftKind': {
      const label = leftKindLabel(node.kind, l10n);
      const count = number(node.children.length);
      return { label, description: count, tooltip: `${label}: ${count}`, spoken: `${label}, ${count}` };
    }
    case 'leftResource':
      return resourceText(node.resource, format, now);
    case 'note':
      return plain(node.text);
    case 'problem': {
      const { message, range } = node.problem;
      const label = l10n.t('Saved queries, line {0}', number(range.start.line + 1));
      return { label, description: message, tooltip: `${label}\n${message}`, spoken: `${label}, ${message}` };
    }
  }
}

export function queryNodeIcon(node: QueryNode): string {
  switch (node.type) {
    case 'query':
      return node.query.icon;
    case 'user':
      return node.user.subject.type === 'user' ? kindIcon(node.user.subject.user.kind) : 'account';
    case 'more':
      return 'table';
    case 'leftKind':
      return LEFT_ICONS[node.kind];
    case 'leftResource':
      return kindIcon(node.resource.created.kind);
    case 'note':
      return 'info';
    case 'problem':
      return 'warning';
  }
}

/** The count, denials and the last time, as rows of the other views have them. */
export function countText(
  query: Query,
  totals: Totals | undefined,
  { number, ago, l10n }: Format,
  now: number,
): string {
  if (!totals) return '';
  const { count, denied, last } = totals;
  const facts = [number(count)];
  // Of the query for denials the number would be there twice.
  if (denied > 0 && denied < count) facts.push(l10n.t('{0} denied', number(denied)));
  if (query.kind !== 'leftRunning' && last !== '') facts.push(ago(last, now));
  return facts.join(' · ');
}

function queryText(query: Query, totals: Totals | undefined, counted: boolean, format: Format, now: number): NodeText {
  const { l10n } = format;
  const { filter, scope, kind } = query;
  const name = visibleText(query.name);
  const description = visibleText(query.description);
  const count = countText(query, totals, format, now);
  const note = counted
    ? ''
    : l10n.t('Not counted: events of the tracker would have to be read. A click shows them in pages.');
  const spoken =
    totals && kind !== 'leftRunning' ? [format.events(totals.count), ...count.split(' · ').slice(1)].join(', ') : count;
  const lines = [name, description, note].filter(Boolean);
  if (kind !== 'leftRunning')
    lines.push('', ...filterText(filter, format), l10n.t('Scope: {0}', scopeLabel(scope, l10n)));
  return {
    label: name,
    description: count,
    tooltip: lines.join('\n'),
    spoken: [name, spoken, description].filter(Boolean).join(', '),
  };
}

function resourceText({ kind, created, ...resource }: LeftResource, format: Format, now: number): NodeText {
  const { l10n } = format;
  const { proof, eventTime, awsRegion, account } = created;
  const name = visibleText(resource.name);
  const user = visibleText(created.userIdentity_userName);
  const session = created.session === undefined ? undefined : visibleText(created.session);
  // A role's session is named by whoever assumed the role.
  const as = session !== undefined && session !== user ? [session, proof === 'claimed' ? l10n.t('claimed') : ''] : [];
  const who = as.filter(Boolean).join(', ');
  const owner = who === '' ? user : `${user} (${who})`;
  // Of an ARN the part that tells it from others.
  const shortName = name.startsWith('arn:') ? name.split(':').slice(5).join(':') : name;
  const since = l10n.t('since {0}', format.ago(eventTime, now));
  const tooltip = [
    name,
    l10n.t('Created by {0}', owner),
    format.moment(eventTime),
    [format.accountInFull(account), awsRegion].filter(Boolean).join(' · '),
  ];
  return {
    // Whose it is comes first: side bars are narrow, and ids tell nobody anything.
    label: user,
    description: [who, format.ago(eventTime, now), shortName].filter(Boolean).join(' · '),
    tooltip: tooltip.filter(Boolean).join('\n'),
    spoken: [owner, leftKindLabel(kind, l10n), shortName, since].join(', '),
  };
}

function plain(label: string): NodeText {
  return { label, description: '', tooltip: label, spoken: label };
}

const LEFT_ICONS: Record<LeftKind, string> = {
  instance: 'vm',
  autoScalingGroup: 'server-process',
  dbInstance: 'database',
  dbCluster: 'database',
  loadBalancer: 'git-compare',
  natGateway: 'globe',
  cluster: 'server-environment',
  volume: 'save-all',
  address: 'location',
  snapshot: 'device-camera',
  image: 'file-media',
  bucket: 'archive',
  table: 'table',
  function: 'symbol-method',
};

export function leftKindLabel(kind: LeftKind, l10n: L10n): string {
  switch (kind) {
    case 'instance':
      return l10n.t('Instances');
    case 'autoScalingGroup':
      return l10n.t('Auto Scaling Groups');
    case 'dbInstance':
      return l10n.t('Database Instances');
    case 'dbCluster':
      return l10n.t('Database Clusters');
    case 'loadBalancer':
      return l10n.t('Load Balancers');
    case 'natGateway':
      return l10n.t('NAT Gateways');
    case 'cluster':
      return l10n.t('Container Clusters');
    case 'volume':
      return l10n.t('Volumes');
    case 'address':
      return l10n.t('Elastic IP Addresses');
    case 'snapshot':
      return l10n.t('Snapshots');
    case 'image':
      return l10n.t('Machine Images');
    case 'bucket':
      return l10n.t('Buckets');
    case 'table':
      return l10n.t('DynamoDB Tables');
    case 'function':
      return l10n.t('Lambda Functions');
  }
}
