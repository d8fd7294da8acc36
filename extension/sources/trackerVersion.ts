/** How a tracker's version stands to the extension's: both are MAJOR.MINOR.PATCH. */
export type VersionOrder = 'older' | 'same' | 'newer';

export function compareVersions(tracker: string, extension: string): VersionOrder {
  const [ours, theirs] = [numbersOf(extension), numbersOf(tracker)];
  for (let at = 0; at < 3; at++) {
    const difference = (theirs[at] ?? 0) - (ours[at] ?? 0);
    if (difference !== 0) return difference < 0 ? 'older' : 'newer';
  }
  return 'same';
}

/** The first version whose trackers have a bucket for the files of a folder, and tell which files failed and why. */
const FOLDERS_AND_FAILURES = '0.1.0';

/** Whether a tracker lacks what newer commands need. Of one that nobody has asked yet, or that does not tell, that is not known. */
export function isOlderTracker(version: string | undefined): boolean {
  return version !== undefined && version !== '' && compareVersions(version, FOLDERS_AND_FAILURES) === 'older';
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
