import { decodeEventId } from '../core/eventId.ts';
import { both, type EventFilter } from '../core/filter.ts';
import { iamUserOfArn } from '../core/iamUserArn.ts';
import type { TrackerApi } from '../core/trackerApi.ts';
import { UserError } from '../core/userError.ts';

/**
 * The API for one caller. A policy lets an IAM user ask for the path of their own name, which all users of that name have in common:
 * a role, a person, an IAM user of another account. So what an IAM user asks for under their own name is narrowed to themself. That
 * holds for whoever may ask for everything, too, because nothing says which policy has let a caller in: they find namesakes by a
 * filter.
 * @param userArn of the caller, as API Gateway says it; undefined where it says none
 */
export function narrowToCaller(api: TrackerApi, userArn: string | null | undefined): TrackerApi {
  const caller = iamUserOfArn(userArn ?? '');
  if (!caller) return api;
  const { kind, home, name } = caller;
  const narrowed = <R extends { user: string; filter?: EventFilter }>(request: R): R =>
    request.user === name
      ? { ...request, filter: both(request.filter ?? {}, { kind: { in: [kind] }, home: { in: [home] } }) }
      : request;
  return {
    ...api,
    userEvents: (request, signal) => api.userEvents(narrowed(request), signal),
    userActivity: (request, signal) => api.userActivity(narrowed(request), signal),
    record: async (request, signal) => {
      const { user } = decodeEventId(request.id);
      if (request.user === name && user.name === name && (user.kind !== kind || user.home !== home)) {
        const message = `The event with this id is of another user named ${name}: under your own name there are only your own.`;
        throw new UserError(message, { status: 404, parameter: 'id' });
      }
      return api.record(request, signal);
    },
  };
}
