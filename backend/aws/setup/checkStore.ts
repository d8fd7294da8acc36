import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { TrackerEvent } from '../../core/event.ts';
import type { TrackerApi, TrackerStatus } from '../../core/trackerApi.ts';
import { UserError } from '../../core/userError.ts';
import { problemPlace } from '../../dynamodb/keys.ts';
import type { Problem } from '../../dynamodb/status.ts';
import { createTable } from '../../dynamodb/table.ts';
import { ask } from '../awsErrors.ts';
import { whatOwnersAdd } from './checkFile.ts';
import { logOf } from './checkQueues.ts';
import { broken, code, good, unknown, type Finding, type Subject } from './link.ts';
import type { NewestFile } from './newestLogFile.ts';

export interface StoreCheck {
  file: NewestFile;
  /** One of the file's events that the tracker keeps, where there is one. */
  witness: TrackerEvent | undefined;
  api: Pick<TrackerApi, 'status' | 'scan'>;
  /** Whether a message about the file may be sent to the queue. It is safe: a file is stored once, however often it is announced. */
  mayAnnounce: (file: NewestFile) => Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Waits so many milliseconds. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds for which the file is waited for. */
  patience: number;
}

/** Milliseconds between two looks. */
const LOOK_AGAIN = 2_000;

/** Whether the tracker has stored the file; if not, the file is announced once more and followed. Needs sqs:SendMessage for that. */
export async function checkStore(subject: Subject, check: StoreCheck, signal?: AbortSignal): Promise<Finding> {
  const { file, api } = check;
  const before = await api.status({}, signal);
  if (await isStored(check, before, signal)) return good(`The file is stored. ${counts(before)}`);
  const known = await problemOf(subject, file, signal);
  if (known) return failed(subject, known.reason);
  if (!(await check.mayAnnounce(file)))
    return unknown(
      `The file, delivered at ${file.delivered}, is not stored yet, and was not announced to the queue by this check. ${counts(before)}`,
    );
  await announce(subject, file, signal);
  return follow(subject, check, before, signal);
}

async function follow(
  subject: Subject,
  check: StoreCheck,
  before: TrackerStatus,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const { file, api, now, wait, patience } = check;
  const end = now() + patience;
  for (;;) {
    const status = await api.status({}, signal);
    if (await isStored(check, status, signal)) return good(`The file was announced, and is stored. ${counts(status)}`);
    const isTried = status.unsettled.includes(file.key) && !before.unsettled.includes(file.key);
    if (isTried || status.rejected > before.rejected)
      return failed(subject, (await problemOf(subject, file, signal))?.reason);
    if (now() >= end) return late(subject, patience);
    await wait(LOOK_AGAIN, signal);
  }
}

async function isStored(
  { file, witness, api }: StoreCheck,
  { newestLogFile = '', unsettled }: TrackerStatus,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (unsettled.includes(file.key)) return false;
  if (witness === undefined) return newestLogFile >= file.delivered;
  const second = Date.parse(witness.eventTime);
  const request = {
    from: witness.eventTime,
    to: new Date(second + 1000).toISOString(),
    filter: { user: { in: [witness.userIdentity_userName] } },
  };
  const page = await api.scan(request, signal);
  return typeof page === 'object' && page.events.some(({ id }) => id === witness.id);
}

async function announce(
  { aws, tracker, bucket }: Subject,
  { key, size }: NewestFile,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { QueueUrl, QueueArn = '' } = tracker.outputs;
  const command = new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(announcement(bucket, key, size)) });
  await ask({ action: 'sqs:SendMessage', resource: QueueArn }, aws.sqs.send(command, { abortSignal: signal }));
}

/** As S3 writes it (Amazon S3 user guide, "Event message structure"), as far as a tracker reads it. */
function announcement(bucket: string, key: string, size: number) {
  const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
  return {
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: bucket }, object: { key: encoded, size } },
      },
    ],
  };
}

/** What the ingest function has noted of the file, where this identity may read the table (dynamodb:GetItem). */
async function problemOf(
  { aws, tracker }: Subject,
  { key }: NewestFile,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  const name = tracker.outputs.TableName ?? '';
  const place = createTable(aws.dynamo, name).get(problemPlace(key), { signal });
  try {
    const item = await ask({ action: 'dynamodb:GetItem', resource: `the table ${name}` }, place);
    return item && (JSON.parse(item['v']?.S ?? '') as Problem);
  } catch (error) {
    if (error instanceof UserError) return undefined; // The function's log says it too.
    throw error;
  }
}

function failed({ tracker, bucket }: Subject, reason: string | undefined): Finding {
  const log = `The ingest function's log has the details:\n\n${logOf(tracker.stackName, tracker.region)}`;
  if (reason === undefined) return broken('The ingest function has tried the file and failed.', log);
  const text = `The ingest function cannot store the file: ${reason}.`.replace(/\.\.$/, '.');
  // Older trackers say the first.
  if (/^AccessDenied$|^(s3:GetObject|kms:Decrypt) was refused/.test(reason))
    return broken(text, ...whatOwnersAdd(tracker, bucket), log);
  return broken(text, log);
}

function late({ tracker: { stackName, region } }: Subject, patience: number): Finding {
  return broken(
    `The file was announced, but in ${patience / 1000} seconds nothing became of it.`,
    `The ingest function is not run, is busy with other files, or an earlier attempt at this one failed and waits for half an hour. Its event source must be enabled:\n\n${code(`aws lambda list-event-source-mappings --function-name ${stackName}-ingest --region ${region}`)}`,
    logOf(stackName, region),
  );
}

function counts({ files, events, rejected, newestLogFile = 'none' }: TrackerStatus): string {
  return `The tracker has ${files} files with ${events} events, ${rejected} rejected; its newest file is of ${newestLogFile}.`;
}
