import { eventsIn, type LogRecord } from '../../e2e/logFiles.ts';

/** How many events each IAM user has. */
export type Counts = ReadonlyMap<string, number>;

/** The changes of each IAM user, counted straight from the log files below folders, with nothing of the extension's. */
export function changesByUser(...folders: string[]): Counts {
  return countByUser(recordsIn(folders).filter(({ readOnly }) => !readOnly));
}

/** The events of each IAM user that a tracker stores, by README.md's words: without most of what only reads and succeeds. */
export function storedByUser(...folders: string[]): Counts {
  return countByUser(recordsIn(folders).filter(isStored));
}

/** How many events a tracker stores, whoever did them. */
export function storedIn(folder: string): number {
  return eventsIn(folder).filter(isStored).length;
}

function recordsIn(folders: readonly string[]): LogRecord[] {
  return folders.flatMap((folder) => eventsIn(folder));
}

function countByUser(events: readonly LogRecord[]): Counts {
  const counts = new Map<string, number>();
  for (const name of events.map(iamUserOf).filter((each) => each !== undefined))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** README.md: reads that succeed are dropped, but for those that tell who became whom and who saw which secret. */
function isStored({ readOnly, eventName, ...event }: LogRecord): boolean {
  if (!readOnly || event['errorCode'] !== undefined) return true;
  return /^(AssumeRole|GetSessionToken$|GetFederationToken$|GetSecretValue$|GetParameter|GetPasswordData$)/.test(
    eventName,
  );
}

/** What the row of all IAM users says. */
export function totalsOf(counts: Counts): string {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${counts.size} users · ${all.toLocaleString('en')} ·`;
}

function iamUserOf({ userIdentity }: LogRecord): string | undefined {
  const { type, userName, sessionContext } = userIdentity;
  // Whoever uses a federation token acts for the user who asked for it.
  const name = type === 'FederatedUser' ? sessionContext?.sessionIssuer?.userName : userName;
  if (type !== 'IAMUser' && type !== 'FederatedUser') return undefined;
  // AWS records a failed sign-in under a name that no user has.
  return name === 'HIDDEN_DUE_TO_SECURITY_REASONS' ? undefined : name;
}
