import { GetObjectCommand } from '@aws-sdk/client-s3';
import { dropRule } from '../../core/dropRule.ts';
import type { TrackerEvent } from '../../core/event.ts';
import { parseLogFile } from '../../core/parseLogFile.ts';
import { UserError } from '../../core/userError.ts';
import { ask } from '../awsErrors.ts';
import { dropSettingsOf } from '../estimate.ts';
import { keyOfFile, keyOwner, keyStanding } from '../logFileKey.ts';
import { bucketStatement, keyStatement } from '../statements.ts';
import type { Tracker } from '../trackers.ts';
import { broken, good, json, unknown, type Finding, type Subject } from './link.ts';
import type { NewestFile } from './newestLogFile.ts';

/** What reading a log file with the user's own rights has shown. */
export interface FileContent {
  finding: Finding;
  /** One of its events that the tracker keeps; undefined where it drops them all. */
  witness?: TrackerEvent;
}

const DAY = 86_400_000;

/** Reads the file. Needs s3:GetObject, and kms:Decrypt where it is encrypted. `now` in milliseconds since 1970. */
export async function readFile(
  { aws, bucket, tracker }: Subject,
  { key }: NewestFile,
  now: number,
  signal?: AbortSignal,
): Promise<FileContent> {
  const fetch = async () => {
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  const bytes = await ask({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }, fetch());
  const drops = dropRule(dropSettingsOf(inLowerCamelCase(tracker.parameters)));
  const retention = Number(tracker.parameters['Retention'] ?? 0) * DAY;
  let witness: TrackerEvent | undefined;
  try {
    const content = parseLogFile(key, bytes, (event) => {
      const isExpired = retention > 0 && Date.parse(event.eventTime) < now - retention;
      if (drops(event) === undefined && !isExpired) witness ??= event;
    });
    const records = content.kind === 'log' ? content.records : 0;
    return { finding: good(`${key} has ${records} records.`), witness };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      finding: broken(
        `${key} can be fetched, but is no log file that the tracker can take: ${error.message}`,
        'It goes to the dead-letter queue, alone. Other files are not held up by it.',
      ),
    };
  }
}

/** Whether the tracker's functions are allowed to decrypt what the file is encrypted with. Needs s3:GetObject. */
export async function checkKey(
  { aws, bucket, tracker }: Subject,
  { key }: NewestFile,
  signal?: AbortSignal,
): Promise<Finding> {
  const kmsKey = await keyOfFile(aws, bucket, key, signal);
  const standing = keyStanding(tracker, kmsKey);
  const known = tracker.parameters['KmsKey'] ?? '';
  if (kmsKey === undefined) return good('The file is not encrypted with a key of KMS: nothing more is needed.');
  if (standing === 'undeployed')
    return broken(
      `The file is encrypted with ${kmsKey}, and the tracker is deployed ${known === '' ? 'without a key' : `with the key ${known}`}.`,
      `Update the deployment with the parameter KmsKey (Deploy or Update Tracker…, or npm run deploy with --param kmsKey=${kmsKey}).`,
      ...policyOfKey(tracker, kmsKey),
    );
  if (standing === 'fine')
    return good(`The tracker's roles may use ${kmsKey}, as far as the policy of the key lets this account decide.`);
  return unknown(
    `The tracker's roles may use ${kmsKey}, but it belongs to account ${keyOwner(kmsKey)}, whose owner must allow it too.`,
    ...policyOfKey(tracker, kmsKey),
  );
}

/** The statements that others must add, where a function was refused. */
export function whatOwnersAdd(tracker: Tracker, bucket: string): string[] {
  const kmsKey = tracker.parameters['KmsKey'] ?? '';
  return [
    `If the bucket belongs to another account, its policy needs these statements:\n\n${json(bucketStatement(tracker))}`,
    `Neither its policy nor one of the organization may deny the roles of the stack s3:GetObject on arn:aws:s3:::${bucket}/*.`,
    ...(kmsKey === '' ? [] : policyOfKey(tracker, kmsKey)),
  ];
}

function policyOfKey(tracker: Tracker, kmsKey: string): string[] {
  return [`The policy of the key ${kmsKey} needs this statement:\n\n${json(keyStatement(tracker))}`];
}

/** A stack's parameters begin with a capital, those of `npm run deploy` do not. */
function inLowerCamelCase(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.slice(0, 1).toLowerCase() + name.slice(1), value]),
  );
}
