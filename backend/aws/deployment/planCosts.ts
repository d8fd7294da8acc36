import { monthlyBill, total } from '../bill.ts';
import { expectedDay, LOOKS, type DayOfTrail } from '../expectedDay.ts';
import { PRICES_OF } from '../prices.ts';

/** Accounts of different sizes. As many records again as are stored are assumed to be dropped. */
const DAYS: readonly DayOfTrail[] = [
  { files: 0, records: 0, stored: 0 },
  { files: 300, records: 2_000, stored: 1_000 },
  { files: 600, records: 20_000, stored: 10_000 },
  { files: 2_000, records: 200_000, stored: 100_000 },
  { files: 10_000, records: 2_000_000, stored: 1_000_000 },
];
/** Whose lines are shown. */
const SHOWN = DAYS[3]!;

/** What a tracker costs a month, for who cannot sample the trail, in Markdown. `retention` in days, 0 for ever. */
export function planCosts(retention: number): string {
  const bill = (day: DayOfTrail) => monthlyBill(expectedDay(day, retention));
  const kept = retention === 0 ? 'for ever, of which a year is counted' : `for ${retention} days`;
  const lines = bill(SHOWN).filter(({ dollars }) => dollars >= 0.005);
  return [
    `Estimated at the list prices of ${PRICES_OF.region} as of ${PRICES_OF.year}, without free tiers, for events that are kept ${kept}, and ${LOOKS} looks at the views a day. "Deploy or Update Tracker…" estimates from a sample of the real trail before anything is created.`,
    table([
      ['events stored a day', 'log files a day', 'dollars a month'],
      ...DAYS.map((day) => [number(day.stored), number(day.files), dollarText(total(bill(day)))]),
    ]),
    `Of ${number(SHOWN.stored)} events a day, line by line:`,
    table([['what', 'dollars a month'], ...lines.map(({ what, dollars }) => [what, dollarText(dollars)])]),
  ].join('\n\n');
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function dollarText(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
