import { objectAt, stringAt, type JsonObject } from './json.ts';

/** The console as it names itself where it calls for the user: of all services, of one, of S3 and of Lambda in their own ways. */
const CONSOLE_AGENT =
  /^(?:console\.(?:[a-z0-9-]+\.)?amazonaws\.com|signin\.amazonaws\.com|\[?S3Console\/|\[?AWS Console |.*\bAWSLambdaConsole\/)/;

/**
 * Whether a call was made with a session of the AWS console, CloudShell included. Since event version 1.08 CloudTrail says so
 * (sessionCredentialFromConsole, a string). Before, the console called through signin.amazonaws.com, or told by its user agent, which
 * whoever calls may choose. A sign-in is not yet made with a session.
 */
export function isFromConsole(record: JsonObject): boolean {
  const flag = record['sessionCredentialFromConsole'];
  if (flag === 'true' || flag === true) return true;
  const type = record['eventType'];
  if (type === 'AwsConsoleAction') return true;
  if (type === 'AwsConsoleSignIn' || record['eventSource'] === 'signin.amazonaws.com') return false;
  if (stringAt(objectAt(record, 'userIdentity'), 'invokedBy') === 'signin.amazonaws.com') return true;
  return CONSOLE_AGENT.test(stringAt(record, 'userAgent') ?? '');
}
