import * as vscode from 'vscode';
import { pickOne } from '../pickOne.ts';
import type { Memory } from '../sources/sourceList.ts';
import { SORT_ORDERS, type SortOrder } from './sortOrder.ts';

const KEY = 'sortOrder';

/** The order of the rows of all trees, as it was chosen last. */
export function rememberedSortOrder(memory: Memory): SortOrder {
  const stored = memory.get(KEY);
  return SORT_ORDERS.find((order) => order === stored) ?? 'name';
}

/** Lets the user choose it. Resolves to whether there was a choice. */
export async function pickSortOrder(memory: Memory): Promise<boolean> {
  const current = rememberedSortOrder(memory);
  const items = SORT_ORDERS.map((order) => ({
    order,
    label: labelOf(order),
    description: order === current ? vscode.l10n.t('current') : '',
  }));
  const picked = await pickOne(
    items,
    items.find(({ order }) => order === current),
    {
      title: vscode.l10n.t('Sort By'),
      placeholder: vscode.l10n.t('Order of the rows of the Users and Services views'),
    },
  );
  if (picked) await memory.update(KEY, picked.order);
  return picked !== undefined;
}

function labelOf(order: SortOrder): string {
  switch (order) {
    case 'name':
      return vscode.l10n.t('Name');
    case 'count':
      return vscode.l10n.t('Number of Events');
    case 'lastSeen':
      return vscode.l10n.t('Last Seen');
    case 'denied':
      return vscode.l10n.t('Denied Events');
  }
}
