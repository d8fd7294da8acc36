import { faultOf } from './failures.ts';
import type { Random } from './random.ts';
import { serviceFacts } from './serviceFacts.ts';
import { eventTime, type Call } from './visit.ts';

/** A CloudTrail record, most of its fields in the order in which CloudTrail writes them. */
export type SampleRecord = Record<string, unknown>;

export const GLOBAL_REGION = 'us-east-1';

/** The region in whose log a call is recorded. */
export function regionOf({ action, names }: Call): string {
  return serviceFacts(action.service).global ? GLOBAL_REGION : names.region;
}

/** Of calls made by people and programs out of the console, how many bear tlsDetails; services' own never do. */
const WITH_TLS_DETAILS = 0.8;

export function recordOf(call: Call, random: Random): SampleRecord {
  const { action, caller, names, failure } = call;
  const { eventVersion, apiVersion } = serviceFacts(action.service);
  const region = regionOf(call);
  const record: SampleRecord = {
    eventVersion,
    userIdentity: call.identity,
    eventTime: eventTime(call.at),
    eventSource: `${action.service}.amazonaws.com`,
    eventName: action.name,
    awsRegion: region,
    sourceIPAddress: caller.sourceIPAddress,
    userAgent: caller.userAgent,
  };
  if (failure) [record.errorCode, record.errorMessage] = faultOf(failure, action, caller.arn, random);
  record.requestParameters = action.request?.(names) ?? null;
  record.responseElements = failure ? null : (action.response?.(names) ?? null);
  const isApiCall = action.eventType === undefined;
  if (isApiCall) record.requestID = random.uuid();
  record.eventID = random.uuid();
  record.readOnly = action.readOnly;
  if (action.resources) {
    record.resources = action.resources(names).map(([type, ARN]) => ({ accountId: caller.account, type, ARN }));
  }
  record.eventType = action.eventType ?? 'AwsApiCall';
  if (isApiCall && apiVersion !== undefined) record.apiVersion = apiVersion;
  record.managementEvent = action.category === undefined;
  record.recipientAccountId = caller.account;
  record.eventCategory = action.category ?? 'Management';
  if (caller.fromConsole && isApiCall) record.sessionCredentialFromConsole = 'true';
  else if (caller.sourceIPAddress !== caller.userAgent && random.chance(WITH_TLS_DETAILS)) {
    record.tlsDetails = {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${action.service}.${region}.amazonaws.com`,
    };
  }
  return action.extra ? { ...record, ...action.extra(names) } : record;
}
