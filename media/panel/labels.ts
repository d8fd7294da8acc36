import type { ActivityRow } from '../../backend/core/activity.ts';
import type { FilterPart } from '../../backend/core/filterEdit.ts';
import { visibleText } from '../../backend/core/visibleText.ts';
import { accountName } from './accountNames.ts';
import type { Stack } from './chartView.ts';
import { t } from './l10n.ts';

/** A field's name as the reader sees it; attributes that have none keep their own. */
export function fieldLabel(field: string): string {
  switch (field) {
    case 'user':
      return t('User');
    case 'group':
      return t('Group');
    case 'kind':
      return t('Kind of user');
    case 'home':
      return t('Home account');
    case 'service':
      return t('Service');
    case 'eventName':
      return t('Event');
    case 'account':
      return t('Account');
    case 'region':
      return t('Region');
    case 'outcome':
      return t('Result');
    case 'errorCode':
      return t('Error code');
    case 'readOnly':
      return t('Read-only');
    case 'role':
      return t('Role');
    case 'session':
      return t('Session');
    case 'sourceIdentity':
      return t('Source identity');
    case 'sourceIPAddress':
      return t('Source IP');
    case 'userIdentity_accessKeyId':
      return t('Access key');
    case 'userAgent':
      return t('User agent');
    case 'via':
      return t('Via');
    case 'resources':
      return t('Resource');
    case 'proof':
      return t('Name');
    case 'day':
      return t('Day');
    case 'hour':
      return t('Hour');
    default:
      return field.replace(/^(requestParameters|responseElements|additionalEventData|userIdentity)_/, '');
  }
}

export function kindLabel(kind: string): string {
  switch (kind) {
    case 'iamUser':
      return t('IAM user');
    case 'person':
      return t('Person');
    case 'role':
      return t('Role');
    case 'root':
      return t('Root');
    case 'service':
      return t('AWS service');
    case 'account':
      return t('Other account');
    default:
      return t('Unknown');
  }
}

export function outcomeLabel(outcome: string): string {
  return outcome === 'ok' ? t('OK') : outcome === 'denied' ? t('Denied') : t('Error');
}

export function valueLabel({ field, value }: Pick<FilterPart, 'field' | 'value'>): string {
  if (field === 'kind') return kindLabel(value);
  if (field === 'outcome') return outcomeLabel(value);
  if (field === 'readOnly') return value === 'true' ? t('Yes') : t('No');
  if (field === 'proof') return value === 'claimed' ? t('claimed') : t('proven');
  return value === '' ? t('none') : (accountName(field, value) ?? visibleText(value));
}

/** The same for tooltips and wherever there is room: an account's name with its number behind it. */
export function valueTitle({ field, value }: Pick<FilterPart, 'field' | 'value'>): string {
  const name = accountName(field, value);
  return name === undefined ? valueLabel({ field, value }) : `${name} (${value})`;
}

/** What tells the user of a row from others of the same name: where they live, or what they are. */
export function homeOrKind({ home, kind }: ActivityRow): string {
  return home ? valueLabel({ field: 'home', value: String(home) }) : kindLabel(String(kind));
}

/** The value of a row's field in full; of a user everything that is known. */
export function rowTitle(field: string, row: ActivityRow): string {
  const title = valueTitle({ field, value: String(row[field]) });
  if (field !== 'user') return title;
  const home = row.home ? valueTitle({ field: 'home', value: String(row.home) }) : '';
  return [title, kindLabel(String(row.kind)), home].filter((part) => part !== '').join(' · ');
}

/** A part of a filter in words: "Event: Create…", "User: not root". */
export function partLabel(part: FilterPart, label = valueLabel): { field: string; value: string } {
  const value = label(part);
  const tested = { is: value, startsWith: `${value}…`, not: t('not {0}', value) };
  return { field: fieldLabel(part.field), value: tested[part.test] };
}

/** A layer of the chart: of users of the same name also whose they are. Without a row it is all others. */
export function seriesLabel(stack: Stack, row: ActivityRow | undefined): string {
  if (!row) return t('Other');
  const value = valueLabel({ field: stack, value: String(row[stack]) });
  return row.namesakes === undefined ? value : `${value} · ${homeOrKind(row)}`;
}
