import {
  COUNTED_FIELDS,
  fieldValues,
  isCountedFilter,
  type CountedField,
  type EventFilter,
} from '../../backend/core/filter.ts';
import { ALL, type Facts } from './facts.ts';
import { ODD } from './oddBucket.ts';

/** Attributes that no counter knows, so that events have to be read. */
export const UNCOUNTED = ['sourceIPAddress', 'session', 'role', 'proof', 'via', 'userIdentity_type', 'resources', 'requestParameters_instanceType'] as const; // prettier-ignore

/** Each field by its own parameter, with frequent values and a rare one. */
export function plainFilters({ values, events, newest }: Facts): string[] {
  const some = (field: CountedField) => [...values(field).slice(0, 3), values(field).at(-1)!];
  const { eventName, userIdentity_userName: user, kind, home, account, awsRegion: region } = events[0]!;
  const queries = [
    ...COUNTED_FIELDS.flatMap((field) => [...new Set(some(field))].map((value) => new URLSearchParams({ [field]: value }))),
    new URLSearchParams({ eventName, user, kind, home, account, region }),
    ...['home=', 'account=', 'region=', 'errorCode=', 'eventName=*', 'eventName=Create*', 'eventName=create*', 'eventName=S*&readOnly=FALSE', 'service=ec2.amazonaws.com&outcome=denied', 'user=ann&kind=role', `user=ann&home=${account}`, 'user=nobody', 'errorCode=AccessDenied&outcome=ok'],
  ];
  return queries.flatMap((query, at) => [
    `/scan?${at % 3 ? newest : ODD}&${query}&limit=100`,
    `/${at % 2 ? 'scan' : 'activity'}?${ALL}&${query}&${at % 2 ? 'count=true' : 'groupBy=eventName,user'}`,
  ]);
} // prettier-ignore

/** Saved filters of all forms. */
export function savedFilters({ values, events, newest }: Facts): string[] {
  const counted = COUNTED_FIELDS.flatMap((field): EventFilter[] => {
    const [first = '', second = first, third = second] = values(field);
    return [
      { [field]: { in: [first, third] } },
      { [field]: { not: [first, second] } },
      { [field]: { prefix: first.slice(0, 2) } },
      { [field]: { prefix: [second.slice(0, 1), third.slice(0, 3)], in: [first], not: [third] } },
    ];
  });
  const attributes = UNCOUNTED.flatMap((field): EventFilter[] => {
    const [value = 'x', other = value] = events.flatMap((event) => fieldValues(event, field)).slice(0, 200).reverse();
    return [
      { [field]: { in: [value, other] } },
      { [field]: { not: [value] } },
      { [field]: { prefix: value.slice(0, 2) }, outcome: { not: ['denied'] } },
    ];
  });
  const [a, b, c, d, e] = values('user');
  const combined: EventFilter[] = [
    {},
    { user: { in: [a!, b!, c!, d!, e!, 'ann'] }, kind: { not: ['role'] } },
    { user: { in: ['ann'] }, home: { in: [''] } },
    { eventName: { prefix: ['Create', 'Run'] }, outcome: { in: ['ok'] }, instanceType: { prefix: 't' } },
    { eventName: { in: [] } },
    { service: { in: ['ec2.amazonaws.com', 's3'] }, readOnly: { not: ['true'] } },
    { eventSource: { prefix: 'ec2.a' } },
    { awsRegion: { in: ['us-east-1'] }, userIdentity_userName: { prefix: 'a' } },
    { eventID: { in: [events[0]!.eventID, 'twice', '\u{1f600}'] } },
    { logFile: { prefix: events[0]!.logFile.slice(0, 30) } },
    { eventTime: { prefix: events[0]!.eventTime.slice(0, 13) } },
    { errorMessage: { prefix: 'why 漢' } },
  ];
  return [...counted, ...attributes, ...combined].flatMap((each, at) => [
    `/scan?${at % 2 ? newest : ODD}&${filter(each)}&limit=100`,
    at % 3 ? `/scan?${ODD}&${filter(each)}&count=true` : `/activity?${isCountedFilter(each) ? ALL : newest}&${filter(each)}&groupBy=service,outcome`,
  ]);
} // prettier-ignore

/** `param` and `value` in all the forms that the predecessor's users write. */
export function parameters({ events, newest }: Facts): string[] {
  const { eventSource, sourceIPAddress = '' } = events[0]!;
  const source = encodeURIComponent(eventSource);
  const queries = [
    'param=instanceType&value=m1.small',
    'params=instanceType&values=m1.small',
    'param=instanceType&values=m1.small',
    "param=['instanceType']&value=['m1.small']",
    'param=["instanceType"]&value=[m1.small]',
    'param=requestParameters_instanceType&value=m1.small',
    "param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']",
    'param=instanceType,eventSource&value=m1.small,ec2.amazonaws.com',
    'param=instanceType&value=m1.small&param=eventSource&value=ec2.amazonaws.com',
    `param=eventSource&value=${source}`,
    `param=sourceIPAddress,eventSource&value=${encodeURIComponent(sourceIPAddress)},${source}`,
    'param=user&value=ann',
    'param=readOnly&value=TRUE',
    "param=bucketName&value=['lab,1']",
    "param=key&value=['it\\'s']",
    'param=durationSeconds,multiAZ&value=900,true',
    'param=resources&value=i-3',
    'param=instancesSet_items_0_instanceId&value=i-1',
    'param=name&value=%00',
    'param=name&value=%F0%9F%98%80',
    'param=instanceType&value=',
    'param=instanceType,instanceType&value=m1.small,m1.large',
  ];
  return queries.flatMap((query) => [`/scan?${newest}&${query}`, `/activity?${ODD}&${query}&groupBy=user`]);
}

export function filter(content: EventFilter): string {
  return `filter=${encodeURIComponent(JSON.stringify(content))}`;
}
