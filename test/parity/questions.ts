import { TIME_FIELDS } from '../../backend/core/activity.ts';
import { USER_KINDS, type TrackerEvent } from '../../backend/core/event.ts';
import { COUNTED_FIELDS, fieldValues } from '../../backend/core/filter.ts';
import { ALL, type Facts } from './facts.ts';
import { filter, parameters, plainFilters, savedFilters, UNCOUNTED } from './filterQuestions.ts';
import { ODD, ODD_NAMES } from './oddBucket.ts';

/** Zones with whole, half, quarter and no hours of summer time; Samoa has left out a day. */
export const ZONES = ['UTC', 'Europe/Madrid', 'Asia/Kathmandu', 'America/St_Johns', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Apia']; // prettier-ignore

/** Dates on which clocks change in some of these zones, and the generated logs have events. */
const CHANGES = ['2025-10-26', '2025-11-02', '2026-03-08', '2026-03-29'];

const GROUPS: readonly string[] = [...COUNTED_FIELDS, ...TIME_FIELDS];

/** The questions that both back ends are asked, by what they are about. */
export const QUESTIONS: Record<string, (facts: Facts) => readonly string[]> = {
  'what there is': lists,
  'the calls that the predecessor documents': () => PREDECESSOR,
  'periods that are not given, or only by half': defaultPeriods,
  'activity by every field': () => GROUPS.map((field) => `/activity?${ALL}&groupBy=${field}`),
  'activity by every pair of fields': () =>
    pairs(GROUPS).map((pair, at) => `/activity?${at % 3 ? ODD : ALL}&groupBy=${pair.join(',')}`),
  'activity by what no counter knows': uncounted,
  'days of many zones': zones,
  'periods to the second': unaligned,
  'every field, by its own parameter': plainFilters,
  'saved filters': savedFilters,
  'param and value, in all forms': parameters,
  'pages of every size': pages,
  users,
  services,
  'hours without log files': gaps,
  'what was never seen': () => UNKNOWN,
  'what is wrong': () => WRONG,
  records,
};

function lists({ values }: Facts): string[] {
  const accounts = values('account').filter(Boolean).slice(0, 8);
  return [
    '/status',
    '/parameters',
    '/users',
    ...USER_KINDS.map((kind) => `/users?kind=${kind}`),
    ...accounts.flatMap((account) => [`/users?account=${account}`, `/users?kind=role&account=${account}`]),
    '/services',
    '/users?account=999999999999',
    '/users?account=',
  ];
}

const PREDECESSOR = [
  '/services/ec2',
  '/services/ec2?from=2016-01-01&to=2017-01-01',
  '/users',
  '/users/alucloud230',
  '/users/alucloud230?from=2017-06-06&to=2017-09-09',
  '/users/alucloud230?from=2017-06-06&eventName=RunInstances&to=2017-09-09',
  `/users/alucloud230?param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']&from=2017-06-06&eventName=RunInstances&to=2017-09-09`,
  '/users/alucloud230?param=instanceType,eventSource&value=m1.small,ec2.amazonaws.com&from=2017-06-06&to=2017-09-09',
  '/users/alucloud230?params=instanceType&values=m1.small&from=2017-06-06&to=2017-09-09&count=True',
  `/scan?${ALL}&eventName=CreateFunction*`,
];

function defaultPeriods(): string[] {
  const periods = ['', 'from=2017-01-01&eventName=CreateVolume', 'to=2017-11-20', 'to=2017-11-05T23:59:59', 'to=2017-11-05&tz=Asia/Kathmandu', 'tz=America/St_Johns', 'from=2017-11-05&to=2017-11-05', 'from=2017-11-05T18:15Z&to=2017-11-05T18:15Z']; // prettier-ignore
  return periods.flatMap((period) => [
    `/scan?${period}`,
    `/scan?${period}&count=true`,
    `/users/alucloud230?${period}`,
    `/services/ec2?${period}`,
    `/activity?${period}&groupBy=user,eventName`,
    `/users/alucloud230/activity?${period}&groupBy=eventName`,
  ]);
}

function uncounted({ events, newest }: Facts): string[] {
  const [event] = events;
  return UNCOUNTED.flatMap((field) => [
    `/activity?${newest}&groupBy=${field}`,
    `/activity?${ODD}&groupBy=user,${field}&outcome=ok`,
    `/users/ann/activity?${ALL}&groupBy=${field},day&tz=Asia/Kathmandu`,
    `/activity?${ODD}&groupBy=service,day&${filter({ [field]: { prefix: fieldValues(event!, field)[0]?.slice(0, 3) ?? 'i-' } })}`,
  ]);
}

function zones({ days }: Facts): string[] {
  const dates = [...CHANGES, '2017-11-05', ...days.slice(0, 2)];
  return ZONES.flatMap((tz) => [
    `/activity?${ALL}&tz=${tz}&groupBy=day`,
    `/activity?${ALL}&tz=${tz}&groupBy=day,service,outcome`,
    `/activity?${ODD}&tz=${tz}&groupBy=hour,day`,
    `/activity?from=2017-11-05&to=2017-11-05&tz=${tz}&groupBy=user,quarter`,
    ...dates.flatMap((date) => [
      `/scan?from=${date}&to=${date}&tz=${tz}&count=true`,
      `/activity?from=${date}&to=${date}&tz=${tz}&groupBy=day,hour`,
    ]),
    `/scan?from=2017-11-05&to=2017-11-05&tz=${tz}`,
    `/users/ann?from=2017-11-04&to=2017-11-05&tz=${tz}`,
  ]);
}

/** Bounds that fall on events, or just beside them, and bounds written in every way. */
function unaligned({ events }: Facts): string[] {
  const at = (share: number) => Date.parse(events[Math.floor(share * (events.length - 1))]!.eventTime);
  const text = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const bounds = [0.9, 0.6, 0.3].map((share) => [at(share), at(share - 0.1)] as const);
  const periods = [
    ...bounds.flatMap(([from, to]) => [`from=${text(from)}&to=${text(to)}`, `from=${text(from + 1000)}&to=${text(to + 1000)}`]),
    `from=${text(at(0.5))}&to=${text(at(0.5) + 1000)}`,
    `from=${text(at(0.5) - 60_000)}&to=${text(at(0.5) + 61_000)}`,
    `from=${encodeURIComponent(text(at(0.8)).replace('Z', '+05:45'))}&to=${text(at(0.7)).replace('Z', '-03:30')}`,
    'from=2017-11-05T03:30:00.001Z&to=2017-11-05T18:15:00.001Z',
    'from=2017-11-05T03:30&to=2017-11-05T18:14:59+00:00',
    'from=2017-11-05 03:29:59&to=2017-11-05t18:15z',
    'from=2017-06-06T00:00:00&to=2017-09-09T23:59:59',
  ];
  return periods.flatMap((period) => [
    `/scan?${period}`,
    `/scan?${period}&count=true`,
    `/activity?${period}`,
    `/activity?${period}&groupBy=user,service`,
    `/activity?${period}&groupBy=quarter,eventName&outcome=ok`,
    `/activity?${period}&groupBy=day,hour&tz=Asia/Kathmandu`,
  ]);
} // prettier-ignore

function pages({ events, values, newest: period }: Facts): string[] {
  const [service, user] = [values('service')[0]!, encodeURIComponent(values('user')[0]!)];
  // Few enough events to be asked for one by one.
  const [newest, older] = [events[0]!.eventTime, events[Math.min(25, events.length - 1)]!.eventTime];
  const few = [`from=${older}&to=${newest}`, 'from=2017-11-01&to=2017-11-06', 'from=2017-11-03&to=2017-11-03'];
  return [
    ...few.flatMap((period) => [`/scan?${period}&limit=1`, `/scan?${period}&limit=7`, `/users/ann?${period}&limit=1`, `/services/ec2?${period}&limit=2`]),
    ...[`/scan?${ALL}&limit=10000`, `/services/${service}?${ALL}&limit=1000`, `/users/${user}?${ALL}`],
    ...[`/scan?${period}`, `/services/${service}?${period}`, `/users/${user}?${period}`].map((target) => `${target}&limit=29`),
    '/scan?from=0000-01-01&to=9999-12-31&eventName=CreateVolume&limit=3',
    `/scan?${period}&outcome=denied&limit=7`,
    `/scan?${ODD}&param=instanceType&value=m1.small&limit=7`,
    `/scan?${period}&${filter({ proof: { in: ['claimed'] } })}&limit=50`,
  ];
} // prettier-ignore

function users({ values, sharedNames, events }: Facts): string[] {
  const shared = sharedNames.slice(0, 4);
  const names = [...ODD_NAMES, ...shared, ...values('user').slice(0, 8)];
  const homesOf = (name: string) => new Set(events.filter((event) => event.userIdentity_userName === name).map(({ home }) => home));
  return [
    ...[...new Set(names)].flatMap((name) => {
      const user = encodeURIComponent(name.replaceAll('/', ':').slice(0, 256).toWellFormed());
      const period = ODD_NAMES.includes(name) ? ODD : ALL;
      return [`/users/${user}?${period}&limit=200`, `/scan?${period}&user=${user}&count=true`, `/users/${user}/activity?${period}&groupBy=kind,service`];
    }),
    ...shared.flatMap((name) => {
      const user = encodeURIComponent(name);
      return [
        ...[...homesOf(name)].slice(0, 5).map((home) => `/users/${user}?${ALL}&home=${encodeURIComponent(home)}&limit=200`),
        ...USER_KINDS.map((kind) => `/users/${user}?${ALL}&kind=${kind}&count=true`),
        ...values('account').slice(0, 4).map((account) => `/users/${user}/activity?${ALL}&account=${account}&groupBy=user,eventName`),
      ];
    }),
  ];
} // prettier-ignore

function services({ values, newest }: Facts): string[] {
  return [...values('service').slice(0, 10), 'odd']
    .map(encodeURIComponent)
    .flatMap((service) => [
      `/services/${service}?${newest}&limit=100`,
      `/services/${service}.amazonaws.com?${ALL}&count=true`,
      `/services/${service}?${ALL}&readOnly=false&eventName=C*&limit=100`,
      `/activity?${ALL}&service=${service}&groupBy=user,day`,
    ]);
}

/** Over with the second in which they are asked, or long before: both are asked at nearly the same time. */
function gaps({ days, events }: Facts): string[] {
  const periods = [ALL, ODD, 'from=0000-01-01&to=9999-12-31', 'from=2001-01-01&to=2001-01-02', `from=${events.at(-1)!.eventTime}&to=${events[0]!.eventTime}`]; // prettier-ignore
  return [
    ...periods,
    ...days.slice(0, 12).flatMap((day) => [`from=${day}&to=${day}`, `from=${day}T10:17&to=${day}T15:01:01`]),
    ...ZONES.map((tz) => `from=${days[0]}&to=${days[0]}&tz=${tz}`),
  ].map((period) => `/gaps?${period}`);
}

const UNKNOWN = [
  '/users/nobody',
  `/users/nobody?${ALL}`,
  `/users/nobody?${ALL}&count=true`,
  `/users/Ann?${ALL}`,
  `/users/nobody/activity?${ALL}&groupBy=day`,
  `/users/ann?${ALL}&kind=person&home=nowhere`,
  '/users/ann?from=2001-01-01&to=2001-01-02',
  '/users/ann/activity?from=2001-01-01&to=2001-01-02',
  `/services/nothing?${ALL}`,
  `/services/nothing?${ALL}&count=true`,
  '/services/ec2?from=2001-01-01&to=2001-01-02',
  '/services/EC2',
  '/scan?from=2001-01-01&to=2001-01-02',
  '/activity?from=2001-01-01&to=2001-01-02&groupBy=user',
];

const WRONG = [
  ...['from=yesterday', 'from=2017-02-30', 'to=2017-01-01T25:00', 'from=2017-09-09&to=2017-06-06', 'tz=Mars', 'tz=%2B02:00', 'tz=', 'from=', 'unknown=1', 'from=2017-01-01&from=2017-01-02', 'user=a&user=b', 'user=', 'service=', 'kind=nobody', 'outcome=maybe', 'readOnly=perhaps', 'param=instanceType', 'value=m1.small', 'param=a,b&value=c', 'param=shoeSize&value=43', 'param=[a&value=b', 'filter=', 'filter={', 'filter=[]', 'filter={"user":"ann"}', 'filter={"user":{"is":["ann"]}}', 'filter={"shoeSize":{"in":["43"]}}', 'filter={"user":{"in":[1]}}', 'filter={"outcome":{"in":["maybe"]}}', 'filter={"resources":{"in":["a"]}}&param=resources&value=b']
    .flatMap((query) => [`/scan?${query}`, `/activity?${query}`, `/users/ann?${query}`, `/services/ec2?${query}`]),
  ...['limit=0', 'limit=10001', 'limit=-1', 'limit=ten', 'limit=1.5', 'limit=', 'count=maybe', 'count=true&limit=1', 'count=true&cursor=x', 'cursor=x', 'cursor=', 'groupBy=user']
    .flatMap((query) => [`/scan?${query}`, `/users/ann?${query}`]),
  ...['groupBy=nothing', 'groupBy=user,user', 'groupBy=', 'groupBy=user,', 'groupBy=[user', 'limit=1', 'count=true', 'cursor=x'].map((query) => `/activity?${query}`),
  '/users/ann?user=ann', '/users/ann/activity?user=ann', '/services/ec2?service=ec2', '/users/%E9', '/users/%', '/services/%ff',
  '/users?x=y', '/users?kind=nobody', '/users?kind=role,service', '/services?x=y', '/parameters?x=y', '/status?x=y', '/gaps?user=ann', '/gaps?from=yesterday', '/gaps?from=2017-09-09&to=2017-06-06', '/users/ann/events/x', '/users/ann/events/x?from=2017-01-01', '/users/ann/events/%E9',
]; // prettier-ignore

/** Of every kind of user some, and every so many of all. */
function records({ events }: Facts): string[] {
  const ofKind = (kind: string) => events.filter((event) => event.kind === kind);
  const sample = new Set([
    ...USER_KINDS.flatMap((kind) => ofKind(kind).filter((_, at) => at % 100 === 0 || at < 4)),
    ...events.filter(({ eventTime }, at) => eventTime.startsWith('2017-11-0') && at % 2 === 0),
  ]);
  const target = ({ userIdentity_userName: user, id }: TrackerEvent) => `/users/${encodeURIComponent(user)}/events/${id}`;
  return [...[...sample].map(target), `/users/somebody/events/${events[0]!.id}`, `/users/ann/events/${Buffer.from('iamUser\n\nann\n2017-01-01T00:00:00Z\nnone').toString('base64url')}`];
} // prettier-ignore

function pairs(fields: readonly string[]): string[][] {
  // Either may come first; every other pair is turned around.
  return fields.flatMap((a, at) => fields.slice(at + 1).map((b, next) => (next % 2 ? [a, b] : [b, a])));
}
