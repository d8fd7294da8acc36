import type { Link, LinkState } from './link.ts';
import type { Tracker } from '../trackers.ts';

const MARKS: Record<LinkState, string> = { good: '✓', broken: '✗', unknown: '?' };
const WORDS: Record<LinkState, string> = { good: 'good', broken: 'broken', unknown: 'could not be looked at' };

/** All links with what was found and what is to be done, in Markdown. `time` as it is to be shown, `identity` as an ARN. */
export function setupReport(
  { stackName, account, region, outputs }: Tracker,
  links: readonly Link[],
  { time, identity }: { time: string; identity: string },
): string {
  const parts = [
    `# Setup of ${stackName}`,
    `Account ${account}, region ${region}, bucket ${outputs.BucketName}. Looked at ${time} as ${identity}.`,
    summary(links),
    ...links.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** For example "7 good, 1 broken, 1 could not be looked at". */
export function summary(links: readonly Link[]): string {
  const states: readonly LinkState[] = ['good', 'broken', 'unknown'];
  return states
    .map((each) => [links.filter(({ state }) => state === each).length, WORDS[each]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function section({ name, state, text, remedy }: Link): string {
  return [`## ${MARKS[state]} ${name}`, text, ...(remedy === undefined ? [] : [nested(remedy)])].join('\n\n');
}

/** A document within a section: its headings go below that of the section. A # in a block of code is none. */
function nested(markdown: string): string {
  let isCode = false;
  return markdown
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) isCode = !isCode;
      return isCode ? line : line.replace(/^#+ /, '##$&');
    })
    .join('\n');
}
