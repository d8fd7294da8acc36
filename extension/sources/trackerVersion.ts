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

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
