import { PRICES_OF } from '../../../backend/aws/prices.ts';
import { askFirst, measureView, type MeasuredView } from './askTracker.ts';
import { gigabyteSeconds, monthlyBill, total, type TrackerDay } from '../../../backend/aws/bill.ts';
import { openLocalAws, type OpenLocalAws } from './localAws.ts';
import { END, type Sample } from './logFiles.ts';
import { simulateDay, type SimulatedDay } from './simulatedDay.ts';

/** Megabytes of the query function. */
const MEMORY = 1024;

const TABLE = 'tracker';

/** What questions cost where nothing new is stored meanwhile. */
export interface QuestionCosts {
  /** Of a day, once, when it is asked about for the first time. */
  first: { readUnits: number; writeUnits: number };
  /** Of all views, opened over seven days. */
  look: MeasuredView;
}

interface Tracker {
  what: string;
  sample: Sample;
  /** When the day ends. Of a class it is one with a lesson. */
  end: Date;
  every: number;
  /** How often all views are opened or refreshed on a day, over seven days. */
  looks: number;
}

const TRACKERS: Tracker[] = [
  {
    what: 'a class of 120',
    sample: { end: END, seed: 7, days: 30, users: 120 },
    end: new Date('2026-03-19T00:00:00Z'),
    every: 1,
    looks: 100,
  },
  {
    what: '40 accounts',
    sample: { end: END, seed: 7, days: 2, organization: true, events: 480_000 },
    end: END,
    every: 10,
    looks: 200,
  },
];

/**
 * What a month costs if every day is as this one, and a year of them is kept. The organization's day has hardly a past, so what
 * its questions cost comes from elsewhere.
 */
export async function printBills(ofOrganization: QuestionCosts): Promise<void> {
  console.log(
    `bills, at the list prices of ${PRICES_OF.region} as of ${PRICES_OF.year}, on demand, without free tiers`,
  );
  for (const tracker of TRACKERS) {
    const aws = await openLocalAws();
    try {
      const simulated = await simulateDay(aws, TABLE, tracker.sample, tracker.end, tracker.every);
      const isOrganization = tracker.sample.organization === true;
      printBill(tracker, simulated, isOrganization ? ofOrganization : await questionCosts(aws, tracker));
    } finally {
      await aws.close();
    }
  }
}

async function questionCosts(aws: OpenLocalAws, { sample, end }: Tracker): Promise<QuestionCosts> {
  const asked = { aws, table: TABLE, end };
  const days = sample.days - (sample.end.getTime() - end.getTime()) / 86_400_000;
  const { readUnits, writeUnits } = await askFirst(asked, days);
  const look = await measureView(asked, 'all views, opened', 24 * 7);
  return { first: { readUnits: readUnits / days, writeUnits: writeUnits / days }, look };
}

function printBill({ what, looks }: Tracker, simulated: SimulatedDay, { first, look }: QuestionCosts): void {
  const { stored, records, files } = simulated;
  const day = dayOf(simulated, {
    writeUnits: first.writeUnits,
    queryReadUnits: first.readUnits + looks * look.readUnits,
    apiCalls: looks * look.calls,
    gigabyteSeconds: looks * gigabyteSeconds(MEMORY, look.sum, look.sum),
  });
  const lines = monthlyBill(day);
  console.log(
    `a month of ${what} at ${Math.round(stored).toLocaleString('en')} stored events a day (of ${records.toLocaleString('en')} records in ` +
      `${files.toLocaleString('en')} files), a year of them kept (${((365 * stored) / 1e6).toFixed(2)} million), ${looks} looks a day:`,
  );
  for (const { what: line, amount, dollars } of [...lines, { what: 'all', amount: undefined, dollars: total(lines) }]) {
    console.log(`  ${line.padEnd(34)} ${amountText(amount).padStart(14)} ${`$${dollars.toFixed(2)}`.padStart(9)}`);
  }
}

type OfQuestions = Pick<TrackerDay, 'writeUnits' | 'queryReadUnits' | 'apiCalls' | 'gigabyteSeconds'>;

function dayOf(day: SimulatedDay, questions: OfQuestions): TrackerDay {
  return {
    writeUnits: day.writeUnits + questions.writeUnits,
    ingestReadUnits: day.readUnits,
    queryReadUnits: questions.queryReadUnits,
    objectsRead: day.objectsRead,
    messages: day.files,
    apiCalls: questions.apiCalls,
    gigabyteSeconds: day.gigabyteSeconds + questions.gigabyteSeconds,
    logBytes: day.logBytes,
    storedBytes: 365 * day.stored * day.bytesPerEvent,
  };
}

function amountText(amount: number | undefined): string {
  if (amount === undefined) return '';
  return amount < 100 ? amount.toFixed(2) : Math.round(amount).toLocaleString('en');
}
