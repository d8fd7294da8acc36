import { objectAt, stringAt, type JsonObject } from '../../backend/core/json.ts';
import type { UserKind } from '../../backend/core/event.ts';

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[\x21-\x7e]{1,1024}$/;

/**
 * The ARN of a user, told by the whole record of one of their events: it has the path, which neither name nor account tell. For a role
 * it is the role's, for a session the session's. Undefined where the record has none, or something that is no ARN.
 */
export function arnOf(record: JsonObject, of: UserKind | 'session'): string | undefined {
  const identity = objectAt(record, 'userIdentity');
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  const federated = identity['type'] === 'FederatedUser';
  const arn = of !== 'session' && (of === 'role' || federated) ? stringAt(issuer, 'arn') : stringAt(identity, 'arn');
  return arn !== undefined && ARN.test(arn) ? arn : undefined;
}
