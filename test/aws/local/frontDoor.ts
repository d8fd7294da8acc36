import type { Call } from './call.ts';
import { eventHistory, type EventHistory } from './eventHistory.ts';
import { ACCOUNT, CREDENTIALS } from './names.ts';
import { openRecorder, type Answer, type PassingCall } from './recorder.ts';
import { refusal, type Refusal } from './refusals.ts';
import type { TableMirror } from './mirrorTable.ts';

/** A call that was made while a command of the extension ran. */
export interface CommandCall extends Call {
  command: string;
}

export interface Fault {
  /** For example `s3:ListBucket`, or all that match. */
  action: string | RegExp;
  refusal: Refusal;
  /** How many of these calls are answered before the fault begins; 0 if absent. */
  after?: number;
  /** How many of them fail; all if absent. */
  times?: number;
}

/** Calls that wait. */
export interface Held {
  /** Resolves when the first of them has come. */
  met: Promise<void>;
  /** Resolves when the caller of one of them has given up. */
  givenUp: Promise<void>;
  /** Lets them go on, and holds no others. */
  release(): void;
}

/** AWS as people's computers see it: what the functions' recorder does, and more of what moto lacks. */
export interface FrontDoor {
  url: string;
  history: EventHistory;
  /** The command that calls are written down for. */
  command: string;
  calls: CommandCall[];
  /** What AWS has said against some of them. */
  failures: string[];
  /** Refuses calls from now on. Returns what ends that. */
  refuse(fault: Fault): () => void;
  /** Lets such calls wait, but for the first `after`. Of those whose caller gives up meanwhile nothing arrives. */
  hold(action: string | RegExp, after?: number): Held;
  /** Has CloudTrail say this of a trail. */
  trailStatus: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

interface FrontDoorOptions {
  moto: string;
  dynalite: string;
  gateway: string;
  tables: TableMirror;
}

/** What dynalite does not know. moto has the same tables, but empty. */
const TABLE_SETTINGS =
  /^dynamodb:(\w+(ContinuousBackups|TimeToLive|Backups?|Export\w*)|TagResource|UntagResource|ListTagsOfResource)$/;

export async function openFrontDoor({ moto, dynalite, gateway, tables }: FrontDoorOptions): Promise<FrontDoor> {
  const faults = new Set<Fault & { met: number }>();
  const held = new Set<{
    action: string | RegExp;
    left: number;
    meet: () => void;
    giveUp: () => void;
    until: Promise<void>;
  }>();

  async function before(call: PassingCall): Promise<Answer | undefined> {
    if (call.path.startsWith('/federation/credentials')) return ssoCredentials(call);
    door.calls.push({ ...withoutContent(call), command: door.command });
    for (const each of held) {
      if (!isMeant(call, each.action) || each.left-- > 0) continue;
      each.meet();
      await Promise.race([each.until, call.gone.then(each.giveUp)]);
    }
    for (const fault of faults) if (isMeant(call, fault.action) && strikes(fault)) return refusal(fault.refusal, call);
    const owner = call.headers['x-amz-expected-bucket-owner'];
    if (owner !== undefined && owner !== ACCOUNT) return refusal('denied', call);
    if (call.action === 'cloudtrail:LookupEvents') return door.history.answer(call);
    if (call.action === 'cloudtrail:GetTrailStatus') return statusOfTrail(call);
    if (call.service === 'dynamodb') await mirrorTable(call);
    return undefined;
  }

  async function mirrorTable({ action, resource, body, headers }: PassingCall): Promise<void> {
    const name = resource.replace(/^table\//, '');
    if (name === '') return;
    await tables.ensure(name);
    if (action !== 'dynamodb:DeleteTable') return;
    tables.forget(name);
    const { host: _host, 'content-length': _length, connection: _connection, ...others } = headers;
    await fetch(moto, { method: 'POST', headers: others as Record<string, string>, body });
  }

  function statusOfTrail({ resource }: Call): Answer | undefined {
    const status = door.trailStatus.get(resource.replace(/^trail\//, ''));
    return status && { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(status) };
  }

  function endpointOf({ service, action }: Call): string {
    if (service === 'execute-api') return gateway;
    return service === 'dynamodb' && !TABLE_SETTINGS.test(action) ? dynalite : moto;
  }

  const recorder = await openRecorder({ endpointOf, before });
  const door: FrontDoor = {
    url: recorder.url,
    history: eventHistory(),
    command: '',
    calls: [],
    failures: recorder.failures,
    refuse(fault) {
      const kept = { ...fault, met: 0 };
      faults.add(kept);
      return () => faults.delete(kept);
    },
    hold(action, after = 0) {
      const going = Promise.withResolvers<void>();
      const meeting = Promise.withResolvers<void>();
      const givingUp = Promise.withResolvers<void>();
      const kept = { action, left: after, meet: meeting.resolve, giveUp: givingUp.resolve, until: going.promise };
      held.add(kept);
      return {
        met: meeting.promise,
        givenUp: givingUp.promise,
        release() {
          held.delete(kept);
          going.resolve();
        },
      };
    },
    trailStatus: new Map(),
    close: () => recorder.close(),
  };
  return door;
}

function strikes(fault: Fault & { met: number }): boolean {
  const { after = 0, times = Infinity } = fault;
  fault.met++;
  return fault.met > after && fault.met <= after + times;
}

function isMeant({ action }: Call, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? action === wanted : wanted.test(action);
}

function withoutContent({ function: key, service, region, action, resource }: Call): Call {
  return { function: key, service, region, action, resource };
}

/** IAM Identity Center's portal, which gives credentials for a token that `aws sso login` has left in the cache. */
function ssoCredentials({ headers }: PassingCall): Answer {
  const json = { 'content-type': 'application/json' };
  if (headers['x-amz-sso_bearer_token'] !== SSO_TOKEN) {
    const body = JSON.stringify({ __type: 'UnauthorizedException', message: 'Session token not found or invalid' });
    return { status: 401, headers: { ...json, 'x-amzn-errortype': 'UnauthorizedException' }, body };
  }
  const expiration = Date.now() + 3_600_000;
  const roleCredentials = { ...CREDENTIALS, sessionToken: 'sso-session', expiration };
  return { status: 200, headers: json, body: JSON.stringify({ roleCredentials }) };
}

/** The token that a person who has signed in has. */
export const SSO_TOKEN = 'sso-token-of-the-local-aws';
