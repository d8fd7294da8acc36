import type { TrackerEvent } from '../../core/event.ts';
import type { TrackerApi } from '../../core/trackerApi.ts';
import { checkRecord, checkStatus } from './checkAnswer.ts';
import { checkKey, readFile } from './checkFile.ts';
import { checkQueues } from './checkQueues.ts';
import { checkStore, type StoreCheck } from './checkStore.ts';
import { checkTrail } from './checkTrail.ts';
import { checkTrigger } from './checkTrigger.ts';
import { good, orBroken, orUnknown, unknown, type Finding, type Link, type Subject } from './link.ts';
import { newestLogFile, type NewestFile } from './newestLogFile.ts';

export interface SetupOptions extends Pick<StoreCheck, 'mayAnnounce' | 'now' | 'wait'> {
  subject: Subject;
  api: TrackerApi;
  /** Milliseconds for which a file that was announced is waited for; two minutes if absent. */
  patience?: number;
  /** Hears which link is looked at. */
  onLink?: (link: LinkName) => void;
}

/** The links of the chain, in its order. */
export const LINKS = {
  trail: 'The trail delivers log files',
  list: 'The bucket has log files',
  read: 'The newest log file can be read',
  key: 'The tracker may decrypt it',
  trigger: 'The bucket tells the tracker of it',
  queues: 'The queues are in order',
  status: 'The tracker answers',
  store: 'The tracker stores it',
  record: 'The tracker reads a whole record back',
} as const;

export type LinkName = keyof typeof LINKS;

const NO_FILE = 'There is no log file to look at.';
const PATIENCE = 120_000;

/**
 * Drives the newest log file of a tracker's bucket through every link from the trail to a signed answer. Each link is looked at by
 * itself: what this identity may not look at is 'unknown', with the permission that it would take.
 */
export async function checkSetup(options: SetupOptions, signal?: AbortSignal): Promise<Link[]> {
  const { subject, api, onLink, patience = PATIENCE } = options;
  const links: Link[] = [];
  const look = async (link: LinkName, finding: () => Promise<Finding>, ownFaults = false) => {
    onLink?.(link);
    const found = await (ownFaults ? orBroken : orUnknown)(finding());
    signal?.throwIfAborted();
    links.push({ name: LINKS[link], ...found });
    return found;
  };
  let file: NewestFile | undefined;
  let witness: TrackerEvent | undefined;
  /** Of the file, where there is one. */
  const ofFile = async (finding: (file: NewestFile) => Promise<Finding>) => (file ? finding(file) : unknown(NO_FILE));

  await look('trail', () => checkTrail(subject, signal));
  await look('list', async () => {
    file = await newestLogFile(subject.aws, subject.bucket, signal);
    if (file) return good(`The newest is of ${file.delivered}: ${file.key}`);
    return unknown(
      `No log file was found in ${subject.bucket}. CloudTrail writes the first one some minutes after a trail is created.`,
    );
  });
  const read = await look('read', () =>
    ofFile(async (each) => {
      const content = await readFile(subject, each, options.now(), signal);
      witness = content.witness;
      return content.finding;
    }),
  );
  await look('key', () => ofFile((each) => checkKey(subject, each, signal)));
  await look('trigger', () => checkTrigger(subject, file, signal));
  await look('queues', () => checkQueues(subject, signal));
  const answers = await look('status', () => checkStatus(api, signal), true);
  await look(
    'store',
    () =>
      ofFile(async (each) => {
        if (answers.state !== 'good') return unknown('It cannot be asked what it has stored.');
        if (read.state === 'broken') return unknown('The newest log file is no sound one, and was not sent.');
        return checkStore(subject, { ...options, patience, file: each, witness }, signal);
      }),
    true,
  );
  await look('record', () => checkRecord(subject, api, witness, signal), true);
  return links;
}
