import { MOST_COUNTED, type Fate } from '../../backend/aws/deployment/fates.ts';
import type { Tagged } from '../../backend/aws/deployment/findLeft.ts';
import type { RemovalPlan } from '../../backend/aws/deployment/removal.ts';
import { describeRule } from '../../backend/aws/notification.ts';
import { PRICES, PRICES_OF } from '../../backend/aws/prices.ts';
import type { Format, L10n } from '../format.ts';
import { columns, wrapped } from './deployment/plainText.ts';

/** What a removal takes and what it leaves, as a plain text: what a person reads before anything is removed. */
export function removalText(format: Format, plan: RemovalPlan): string {
  const { l10n } = format;
  const { tracker, fates, otherRules } = plan;
  const { BucketName: bucket = '?' } = tracker.outputs;
  const kept = fates.filter(({ fate }) => fate === 'kept');
  const removed = fates.filter(({ fate }) => fate === 'removed');
  const here = l10n.t('this computer');
  const trigger: [string, string, string] = [l10n.t('Trigger'), bucket, triggerText(l10n, plan)];
  return [
    l10n.t('REMOVAL OF THE TRACKER {0}', tracker.stage),
    l10n.t('This is the plan: nothing is removed before you agree.'),
    '',
    l10n.t('KEPT'),
    ...columns([
      ...kept.map((each): [string, string, string] => [kindText(l10n, each), each.name, costText(format, each)]),
      [l10n.t('Bucket of the trail'), bucket, l10n.t('is not of the tracker, with all its log files')],
      ...otherRules.map((rule): [string, string, string] => [
        l10n.t('Rule of somebody else'),
        bucket,
        l10n.t('leads nowhere then: {0}', describeRule(rule)),
      ]),
    ]),
    l10n.t('Costs at the list prices of {0} as of {1}.', PRICES_OF.region, PRICES_OF.year),
    '',
    l10n.t('REMOVED'),
    ...columns([
      trigger,
      ...removed.map((each): [string, string, string] => [
        kindText(l10n, each),
        shortName(each),
        [contentText(format, each), idleText(l10n, each)].filter((text) => text !== '').join(', '),
      ]),
      [l10n.t('Connection'), here, l10n.t('in the settings')],
      [l10n.t('Notes of backfills'), here, l10n.t('of those that were broken off, so that they could be gone on with')],
    ]),
    '',
    ...wrapped(
      l10n.t(
        'The reader policies have to be detached from their users, groups and roles first, or AWS does not delete them.',
      ),
    ),
    '',
  ].join('\n');
}

/** A tracker that is gone. */
export interface Removed {
  stage: string;
  /** Its tables, as far as they are known. */
  tables: readonly string[];
  /** Whether it was gone before anything was done. */
  before: boolean;
}

/** What is left of a tracker. `left`: what has its tag, undefined where that could not be looked at. */
export function leftText(l10n: L10n, { stage, tables, before }: Removed, left: readonly Tagged[] | undefined): string {
  const found = (left ?? []).filter(({ isTable }) => isTable).map(({ name }) => name.slice(name.indexOf('/') + 1));
  const others = (left ?? []).filter(({ isTable }) => !isTable).map(({ name }) => name);
  return [
    before ? l10n.t('The tracker {0} is removed already.', stage) : l10n.t('The tracker {0} is removed.', stage),
    ...[...new Set([...tables, ...found])].map((name) => l10n.t('The table {0} stays, with its events.', name)),
    ...(others.length > 0
      ? [
          l10n.t(
            'These still have its tag, and were not to be there: {0}. AWS may go on naming what is deleted for some minutes.',
            others.join(', '),
          ),
        ]
      : []),
    ...(left === undefined ? [l10n.t('Whether more is left could not be looked at.')] : []),
  ].join(' ');
}

/** The dollars a month of what is kept. */
export function keptCost({ fates }: Pick<RemovalPlan, 'fates'>): string {
  return dollars(fates.filter(({ fate }) => fate === 'kept').reduce((sum, fate) => sum + (fate.dollars ?? 0), 0));
}

function triggerText(l10n: L10n, { hasTrigger }: RemovalPlan): string {
  if (hasTrigger === undefined) return l10n.t('may not be looked at: its owner has to take the rule out');
  return hasTrigger ? l10n.t('is taken out first, {0} a month', dollars(0)) : l10n.t('is not there');
}

function kindText(l10n: L10n, { kind }: Fate): string {
  switch (kind) {
    case 'function':
      return l10n.t('Function');
    case 'queue':
      return l10n.t('Queue');
    case 'api':
      return l10n.t('API');
    case 'role':
      return l10n.t('Role');
    case 'policy':
      return l10n.t('Reader policy');
    case 'logs':
      return l10n.t('Log of a function');
    case 'alarm':
      return l10n.t('Alarm');
    case 'bucket':
      return l10n.t('Bucket');
    case 'table':
      return l10n.t('Table with the events');
    case 'backups':
      return l10n.t('Its backups of 35 days');
  }
}

/** Queues are known by their URLs, policies by their ARNs: the last part of those is the name. */
function shortName({ kind, name }: Fate): string {
  return kind === 'queue' || kind === 'policy' ? name.slice(name.lastIndexOf('/') + 1) : name;
}

function costText({ l10n, bytes }: Format, fate: Fate): string {
  const cost = l10n.t('{0} a month', dollars(fate.dollars ?? 0));
  return fate.bytes === undefined ? cost : `${bytes(fate.bytes)}, ${cost}`;
}

function contentText({ l10n, number }: Format, { objects }: Fate): string {
  if (objects === undefined) return '';
  if (objects >= MOST_COUNTED) return l10n.t('with more than {0} objects', number(MOST_COUNTED));
  return objects === 1 ? l10n.t('with 1 object') : l10n.t('with {0} objects', number(objects));
}

/** What it has cost while nobody used it, or would cost by what is in it. */
function idleText(l10n: L10n, { kind, dollars: amount }: Fate): string {
  if (kind === 'logs') return l10n.t('{0} a month for each GB', dollars(PRICES.logStorage));
  return amount === undefined ? '' : l10n.t('{0} a month', dollars(amount));
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
