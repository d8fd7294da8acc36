import type {
  ClaimedNames,
  PanelHost,
  PanelState,
  PanelView,
  Receipt,
  Untold,
} from '../../extension/panel/protocol.ts';
import type { Format } from './format.ts';
import { t } from './l10n.ts';

/** What an answer rests on, and how far that is known. */
export interface Grounds {
  /** Events of the answer. */
  count: number;
  status: PanelState['status'];
  /** Undefined while it is asked for. */
  receipt: Receipt | undefined;
  /** How many of the events the page has, and how many of these are of names only claimed: where it has events at all. */
  loaded?: { events: number; claimed: number };
  /** The events are still being read: what is known is of those that are. */
  isReading: boolean;
}

export type PartId = 'events' | 'newest' | 'gaps' | 'claimed' | 'cost';

export interface ReceiptPart {
  id: PartId;
  text: string;
  /** What it means, in a sentence. */
  hint: string;
}

/** To be asked after what the page shows was answered: then its cost is known. */
export async function askReceipt(
  host: PanelHost,
  { page, filter, groupBy }: PanelView,
  state: PanelState | undefined,
): Promise<Receipt | undefined> {
  if (!state?.source) return undefined;
  const { from, to } = state.period;
  return host.receipt({ page, filter, groupBy: page === 'breakdown' ? groupBy : [], period: { from, to } });
}

export function isUntold<T extends object>(part: T | Untold): part is Untold {
  return 'untold' in part;
}

/** The parts of the line, in its order; `now` is in milliseconds since 1970. */
export function receiptParts(grounds: Grounds, format: Format, now: number): ReceiptPart[] {
  const { count, status, receipt } = grounds;
  const cost = receipt?.cost;
  return [
    {
      id: 'events',
      text: count === 1 ? t('1 event') : t('{0} events', format.number(count)),
      hint: t('The events that every number on this page is made of'),
    },
    {
      id: 'newest',
      text: newestText(status, format, now),
      hint: t('What happened after the newest log file is not known yet'),
    },
    {
      id: 'gaps',
      text: gapsText(receipt?.gaps, format),
      hint: t('Hours of the period of which no log file tells: it may have been quiet, or logs are missing'),
    },
    {
      id: 'claimed',
      text: claimedText(grounds, format),
      hint: t('Names that the callers chose themselves: AWS does not vouch for them'),
    },
    ...(cost
      ? [{ id: 'cost' as const, text: costText(cost, format), hint: t('What the tracker has read for this page') }]
      : []),
  ];
}

function newestText(status: Grounds['status'], format: Format, now: number): string {
  if (status?.ownView) return t('newest log file: {0}', t('not known'));
  const newest = status?.newestLogFile;
  return newest === undefined ? t('no log file yet') : t('newest log file {0}', format.ago(Date.parse(newest), now));
}

function gapsText(gaps: Receipt['gaps'] | undefined, format: Format): string {
  if (!gaps) return t('hours without log files: {0}', '…');
  if (isUntold(gaps))
    return t(
      'hours without log files: {0}',
      gaps.untold === 'version' ? t('not told by this tracker') : t('not known'),
    );
  if (gaps.hours === 0) return t('hours without log files: {0}', t('none is over yet'));
  if (gaps.without === 0) return t('no hour without log files');
  return gaps.without === 1
    ? t('1 hour without log files')
    : t('{0} hours without log files', format.number(gaps.without));
}

function claimedText(grounds: Grounds, format: Format): string {
  const { receipt, count, isReading } = grounds;
  if (count === 0) return t('no names only claimed');
  if (!receipt) return t('names only claimed: {0}', '…');
  const claimed = claimedEvents(grounds);
  if (claimed !== undefined) {
    const text = eventsOfClaimed(claimed, format);
    return isReading ? t('{0} so far', text) : text;
  }
  const { loaded } = grounds;
  if (loaded && isUntold(receipt.claimed) && receipt.claimed.untold === 'counters')
    return t('{0}, in the {1} loaded', eventsOfClaimed(loaded.claimed, format), format.number(loaded.events));
  return t('names only claimed: {0}', isCounterless(receipt.claimed) ? t('not counted') : t('not known'));
}

function eventsOfClaimed(events: number, format: Format): string {
  if (events === 0) return t('no names only claimed');
  return events === 1
    ? t('1 event of a name only claimed')
    : t('{0} events of names only claimed', format.number(events));
}

/** Undefined where it is not known of all events of the answer. */
export function claimedEvents({ receipt, loaded, count }: Grounds): number | undefined {
  if (receipt && !isUntold(receipt.claimed)) return receipt.claimed.events;
  return loaded && loaded.events >= count ? loaded.claimed : undefined;
}

function isCounterless(claimed: ClaimedNames | Untold): boolean {
  return isUntold(claimed) && claimed.untold === 'counters';
}

function costText({ asked, kept, untold, read, write, dollars }: NonNullable<Receipt['cost']>, format: Format): string {
  const came = asked - kept;
  if (came === 0) return t('no read units: answered from what was kept');
  if (untold === came) return t('read units: {0}', t('not told by this tracker'));
  const units = [format.units(read), format.units(write), format.dollars(dollars)];
  const text =
    write > 0 ? t('{0} read and {1} write units, {2}', ...units) : t('{0} read units, {1}', units[0]!, units[2]!);
  return untold > 0 ? t('at least {0}', text) : text;
}
