import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { withoutIcons, type Format } from '../format.ts';
import type { ActivityNode } from './activityNode.ts';

import { kindIcon } from './nodeIcon.ts';
import { kindLabel } from './nodeText.ts';
import { userFilters, userOf } from './userLevels.ts';

export interface Destination {
  filter: EventFilter;
  /** Whether a row of the tree shows it. */
  isIt: (node: ActivityNode) => boolean;
}

interface Item extends vscode.QuickPickItem {
  destination?: Destination;
}

/** Makes the items of the rows of an answer. */
type ItemMaker = (rows: readonly ActivityRow[], format: Format) => (row: ActivityRow) => Item;

/** Searches all users of the source, those outside the period and the scope among them. */
export async function goToUser(
  deps: FeatureDeps,
  title = vscode.l10n.t('Go to User'),
): Promise<Destination | undefined> {
  return pick(deps, 'user', title, (rows, format) => {
    const filterOf = userFilters(rows);
    return (row) => {
      const user = userOf(row);
      const facts = [format.accountInFull(user.home), kindLabel(user.kind, format.l10n), factsOf(row, format)].filter(
        Boolean,
      );
      return {
        label: `$(${kindIcon(user.kind)}) ${withoutIcons(user.name)}`,
        description: withoutIcons(facts.join(' · ')),
        destination: {
          filter: filterOf(user),
          isIt: ({ subject }) => subject.type === 'user' && isDeepStrictEqual(subject.user, user),
        },
      };
    };
  });
}

/** Searches all services of the source. */
export async function goToService(deps: FeatureDeps): Promise<Destination | undefined> {
  return pick(deps, 'service', vscode.l10n.t('Go to Service'), (_rows, format) => (row) => {
    const name = String(row['service']);
    return {
      label: `$(package) ${withoutIcons(name)}`,
      description: factsOf(row, format),
      destination: {
        filter: { service: { in: [name] } },
        isIt: ({ subject }) => subject.type === 'service' && subject.name === name,
      },
    };
  });
}

async function pick(
  { session, format }: FeatureDeps,
  field: 'user' | 'service',
  title: string,
  itemMaker: ItemMaker,
): Promise<Destination | undefined> {
  if (!session.source) throw new UserError(vscode.l10n.t('No source is open. Open a folder of log files first.'));
  const items = async (): Promise<Item[]> => {
    const [ever, now] = await Promise.all([session.activityEver([field]), session.activity({}, [field])]);
    const shown = new Set(now.map(identity));
    const toItem = itemMaker(ever, format());
    const sorted = (rows: ActivityRow[]) =>
      rows.toSorted((a, b) => compareNaturally(String(a[field]), String(b[field]))).map(toItem);
    const outside = sorted(ever.filter((row) => !shown.has(identity(row))));
    if (outside.length === 0) return sorted(now);
    return [
      separator(vscode.l10n.t('in the period and the scope')),
      ...sorted(now),
      separator(vscode.l10n.t('only outside the period or the scope')),
      ...outside,
    ];
  };
  return (await vscode.window.showQuickPick(items(), { title, matchOnDescription: true }))?.destination;
}

function factsOf(row: ActivityRow, format: Format): string {
  return [format.events(row.count), format.ago(row.last, Date.now())].join(' · ');
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** A service row lacks what makes two users of one name two; then the name is enough. */
function identity(row: ActivityRow): string {
  return JSON.stringify([row['service'], row['kind'], row['home'], row['user']]);
}
