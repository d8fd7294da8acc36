import { activityFromEvents } from '../../backend/core/activityFromEvents.ts';
import { fieldValues, matches } from '../../backend/core/filter.ts';
import { periodOf } from '../../backend/core/period.ts';
import { UserError } from '../../backend/core/userError.ts';
import { isActivity, type Moment, type Question } from './question.ts';
import { NOW, type World } from './world.ts';

export interface ModelAnswer {
  status: number;
  /** Of an error, the parameter that it names, if any. */
  body: unknown;
}

/** What the answer must be: every event is looked at, and each condition by itself. */
export async function modelAnswer({ naive, events }: World, question: Question): Promise<ModelAnswer> {
  const { route, of, conditions, count, groupBy, tz = 'UTC' } = question;
  try {
    const period = periodOf({ from: canonical(question.from), to: canonical(question.to), tz }, NOW);
    const matching = events.filter((event) => {
      const time = Date.parse(event.eventTime);
      if (time < period.from || time >= period.to) return false;
      if (isOfUser(route) && event.userIdentity_userName !== of) return false;
      if (route === 'service' && fieldValues(event, 'service')[0] !== serviceName(of)) return false;
      return conditions.every(({ field, condition }) => matches(event, { [field]: condition }));
    });
    if (matching.length === 0 && (await isUnknown())) return { status: 404, body: undefined };
    if (isActivity(route))
      return { status: 200, body: await activityFromEvents(matching, { period, filter: {}, groupBy, tz }) };
    return { status: 200, body: count ? matching.length : matching };
  } catch (error) {
    if (error instanceof UserError) return { status: error.status, body: error.parameter };
    throw error;
  }

  async function isUnknown(): Promise<boolean> {
    if (isOfUser(route)) return !(await naive.catalogue('users')).some(({ name }) => name === of);
    return route === 'service' && !(await naive.catalogue('services')).includes(serviceName(of));
  }
}

function isOfUser(route: Question['route']): boolean {
  return route === 'user' || route === 'userActivity';
}

function serviceName(text: string): string {
  return text.replace(/\.amazonaws\.com$/, '');
}

function canonical(moment: Moment | undefined): string | undefined {
  return typeof moment === 'number' ? new Date(moment).toISOString() : moment;
}
