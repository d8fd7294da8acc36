import type { ActivityField, ActivityRow } from '../../../backend/core/activity.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import { END } from './logFiles.ts';

const HOUR = 3_600_000;

export type Ask = () => Promise<unknown>;

/** Whole hours, as the extension asks for them. */
export function lastHours(hours: number, end = END): { from: string; to: string; tz: string } {
  const text = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  return { from: text(end.getTime() - hours * HOUR), to: text(end.getTime()), tz: 'UTC' };
}

/** What charts, trees and tables ask, by name, of a tracker whose events cover so many days. */
export async function questionsOf(api: TrackerApi, days: number): Promise<Map<string, Ask>> {
  const week = lastHours(7 * 24);
  const long = lastHours(24 * Math.min(days, 30));
  const longName = `${Math.min(days, 30)} days`;
  const byCount = async (...groupBy: ActivityField[]) =>
    (await api.activity({ ...long, groupBy })).sort((a, b) => b.count - a.count);
  const services = await byCount('service');
  const [user] = (await api.activity({ ...week, groupBy: ['user'] })).sort((a, b) => b.count - a.count);
  const ofUser: EventFilter = { user: { in: [text(user, 'user')] }, home: { in: [text(user, 'home')] } };
  const ofService = (row: ActivityRow | undefined): EventFilter => ({ service: { in: [text(row, 'service')] } });

  const questions = new Map<string, Ask>();
  const chart = (name: string, hours: number, groupBy: ActivityField[], filter: EventFilter = {}) =>
    questions.set(`chart: ${name}`, () => api.activity({ ...lastHours(hours), groupBy, filter }));
  const page = (name: string, period: object, filter: EventFilter, limit = 100) =>
    questions.set(`page: ${name}`, () => api.scan({ ...period, filter, limit }));

  const periods: [string, number][] = [
    ['24 hours', 1],
    ['7 days', 7],
    [longName, Math.min(days, 30)],
    ...(days > 30 ? ([['a year', 365]] satisfies [string, number][]) : []),
  ];
  for (const [name, length] of periods) {
    chart(`service by ${length === 1 ? 'hour' : 'day'}, ${name}`, 24 * length, [
      length === 1 ? 'hour' : 'day',
      'service',
    ]);
  }
  for (const [name, length] of periods) chart(`user, ${name}`, 24 * length, ['user']);
  chart(`error code, ${longName}`, 24 * Math.min(days, 30), ['errorCode'], { outcome: { not: ['ok'] } });
  page(`everything, ${longName}`, long, {});
  page('a user, 7 days', week, ofUser);
  page('a user, 7 days, 1,000 events', week, ofUser, 1000);
  page(`frequent service, ${longName}`, long, ofService(services[0]));
  page(`rare service, ${longName}`, long, ofService(services.at(-1)));
  page(`denied, ${longName}`, long, { outcome: { in: ['denied'] } });
  page(`a parameter, ${longName}`, long, { requestParameters_bucketName: { in: ['data-example'] } });
  questions.set('status', () => api.status({}));
  return questions;
}

function text(row: ActivityRow | undefined, field: ActivityField): string {
  return String(row?.[field] ?? '');
}
