import type { TrackerEvent } from '../../backend/core/event.ts';
import type { FilterField } from '../../backend/core/filter.ts';
import { fieldLabel, kindLabel, outcomeLabel, valueTitle } from './labels.ts';
import { t } from './l10n.ts';

export interface Detail {
  label: string;
  value: string;
  /** The field by which events like this one can be found. */
  field?: FilterField;
  /** Its value, where that is not what is shown. */
  filterValue?: string;
  /** Ids, addresses, ARNs. */
  technical?: boolean;
  /** Chosen by the caller. */
  claimed?: boolean;
}

export interface DetailGroup {
  title: string;
  details: Detail[];
}

const PARAMETER = /^(requestParameters|responseElements|additionalEventData)_/;

/** All that is stored of an event, in groups: who, what, where, on what, with which outcome. Empty groups are left out. */
export function detailGroups(event: TrackerEvent, service: string, time: string): DetailGroup[] {
  const claimed = event.proof === 'claimed';
  const groups: [string, (Detail | undefined)[]][] = [
    [
      t('Who'),
      [
        { label: t('User'), value: event.userIdentity_userName, field: 'user', claimed: claimed && !event.session },
        { label: t('Kind of user'), value: kindLabel(event.kind), field: 'kind', filterValue: event.kind },
        accountDetail('home', event.home),
        maybe(t('Role'), event.role === event.userIdentity_userName ? undefined : event.role, { field: 'role' }),
        maybe(t('Session'), event.session, {
          claimed: claimed && event.session !== event.userIdentity_userName,
          field: 'session',
        }),
        maybe(t('Source identity'), event.sourceIdentity, { claimed, field: 'sourceIdentity' }),
        maybe(t('Access key'), event.userIdentity_accessKeyId, { technical: true, field: 'userIdentity_accessKeyId' }),
        maybe(t('Via'), event.via, { field: 'via' }),
        maybe(t('Identity type'), event.userIdentity_type, { field: 'userIdentity_type' }),
        maybe(t('ARN'), event.userIdentity_arn, { technical: true, field: 'userIdentity_arn' }),
        maybe(t('Unique id'), event.userIdentity_principalId, { technical: true, field: 'userIdentity_principalId' }),
      ],
    ],
    [
      t('What'),
      [
        { label: t('Event'), value: event.eventName, field: 'eventName' },
        { label: t('Service'), value: service, field: 'service' },
        { label: t('Time'), value: time, technical: true },
        {
          label: t('Read-only'),
          value: event.readOnly ? t('Yes') : t('No'),
          field: 'readOnly',
          filterValue: String(event.readOnly),
        },
        maybe(t('Event type'), event.eventType, { field: 'eventType' }),
        maybe(t('Category'), event.eventCategory, { field: 'eventCategory' }),
      ],
    ],
    [
      t('Where'),
      [
        accountDetail('account', event.account),
        maybe(t('Region'), event.awsRegion, { field: 'region' }),
        maybe(t('Source IP'), event.sourceIPAddress, { technical: true, field: 'sourceIPAddress' }),
        maybe(t('User agent'), event.userAgent, { field: 'userAgent' }),
        maybe(t('From the console'), event.fromConsole && t('Yes'), { field: 'fromConsole', filterValue: 'true' }),
      ],
    ],
    [
      t('Outcome'),
      [
        { label: t('Result'), value: outcomeLabel(event.outcome), field: 'outcome', filterValue: event.outcome },
        maybe(t('Error code'), event.errorCode, { field: 'errorCode' }),
        maybe(t('Message'), event.errorMessage),
      ],
    ],
    [
      t('Resources'),
      (event.resources ?? []).map((value) => ({ label: '', value, technical: true, field: 'resources' })),
    ],
    [t('Parameters'), parametersOf(event)],
    [
      t('Record'),
      [
        { label: t('Event id'), value: event.eventID, technical: true },
        { label: t('Log file'), value: event.logFile, technical: true },
        { label: t('Position'), value: String(event.position), technical: true },
      ],
    ],
  ];
  return groups
    .map(([title, details]) => ({ title, details: details.filter((detail) => detail !== undefined) }))
    .filter(({ details }) => details.length > 0);
}

function maybe(label: string, value: string | undefined, more: Partial<Detail> = {}): Detail | undefined {
  return value === undefined || value === '' ? undefined : { label, value, ...more };
}

function accountDetail(field: 'account' | 'home', value: string): Detail | undefined {
  return value === ''
    ? undefined
    : { label: fieldLabel(field), value: valueTitle({ field, value }), field, filterValue: value };
}

/** The stored parameters, in both directions, by their own names. */
function parametersOf(event: TrackerEvent): Detail[] {
  return Object.entries(event as unknown as Record<string, unknown>)
    .filter(([name, value]) => PARAMETER.test(name) && typeof value === 'string')
    .map(([name, value]) => ({
      label: name.replace(PARAMETER, ''),
      value: value as string,
      technical: true,
      field: name,
    }));
}

/** The part of an ARN that tells resources apart; other ids stay as they are. */
export function shortResource(resource: string): string {
  if (!resource.startsWith('arn:')) return resource;
  return resource.split(':').slice(5).join(':') || resource;
}

/** The service of an event source, as the counters name it. */
export function serviceName(eventSource: string): string {
  const end = eventSource.indexOf('.amazonaws.com');
  return end > 0 ? eventSource.slice(0, end) : eventSource;
}
