import type { Estimate } from '../../../backend/aws/estimate.ts';
import { LOOKS } from '../../../backend/aws/expectedDay.ts';
import { PRICES_OF } from '../../../backend/aws/prices.ts';
import type { Format, L10n } from '../../format.ts';
import { columns, wrapped } from './plainText.ts';

/** What is expected on a day and what that costs, line by line, with all that makes it an estimate. */
export function estimateLines(format: Format, { day, refused, lines, dollars }: Estimate): string[] {
  const { l10n, number } = format;
  const costs: [string, string][] = [
    ...lines.map((line): [string, string] => [lineText(l10n, line.what), dollarText(line.dollars).padStart(9)]),
    [l10n.t('All'), dollarText(dollars).padStart(9)],
  ];
  const prices = l10n.t(
    'An estimate at the list prices of {0} as of {1}, without free tiers, for {2} looks at the views a day.',
    PRICES_OF.region,
    PRICES_OF.year,
    LOOKS,
  );
  if (!day) {
    const why =
      refused === undefined
        ? l10n.t(
            'Nothing to sample yet: the bucket has no log files of a whole day. So the costs are those of a tracker at rest.',
          )
        : l10n.t('No day could be sampled, so the costs are those of a tracker at rest. {0}', refused);
    return [l10n.t('COSTS A MONTH'), ...wrapped(`${why} ${prices}`), ...columns(costs)];
  }
  const facts: [string, string][] = [
    [l10n.t('Records'), number(day.records)],
    [l10n.t('Events that are kept'), `${number(day.stored)} (${format.percent(day.stored, day.records)})`],
    [l10n.t('Log files'), number(day.files)],
  ];
  return [
    l10n.t('A DAY LIKE {0}', day.day),
    ...wrapped(
      l10n.t(
        'Scaled up from {0} of its {1} files ({2} of {3}): an estimate, and other days differ.',
        number(day.sampledFiles),
        number(day.files),
        format.bytes(day.sampledBytes),
        format.bytes(day.bytes),
      ),
    ),
    ...columns(facts),
    '',
    l10n.t('COSTS A MONTH OF SUCH DAYS'),
    ...wrapped(prices),
    ...wrapped(l10n.t('Storage is that of all events kept by then; of events kept for ever, that of a year.')),
    ...columns(costs),
  ];
}

export function dollarText(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}

function lineText(l10n: L10n, what: string): string {
  switch (what) {
    case 'DynamoDB write units':
      return l10n.t('DynamoDB, writing');
    case 'DynamoDB read units, ingest':
      return l10n.t('DynamoDB, reading to store');
    case 'DynamoDB read units, questions':
      return l10n.t('DynamoDB, reading to answer');
    case 'DynamoDB storage, GB':
      return l10n.t('DynamoDB, storage');
    case 'point-in-time recovery, GB':
      return l10n.t('DynamoDB, recovery');
    case 'S3 GET requests':
      return l10n.t('S3, reading log files');
    case 'SQS requests':
      return l10n.t('SQS, queue');
    case 'Lambda requests':
      return l10n.t('Lambda, calls');
    case 'Lambda GB-seconds':
      return l10n.t('Lambda, time');
    case 'API Gateway requests':
      return l10n.t('API Gateway, calls');
    case 'CloudWatch logs, GB':
      return l10n.t('CloudWatch, logs');
    case 'CloudWatch alarms':
      return l10n.t('CloudWatch, alarms');
    default:
      return what;
  }
}
