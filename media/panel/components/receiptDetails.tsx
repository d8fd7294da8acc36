import type { LogGap, LogGaps } from '../../../backend/core/logGaps.ts';
import { only, type FilterPart } from '../../../backend/core/filterEdit.ts';
import type { ClaimedName, PanelState } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { isoTime } from '../format.ts';
import { valueLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { claimedEvents, isUntold, type Grounds, type PartId } from '../receipt.ts';
import { HOUR } from '../zone.ts';

/** Gaps that are told one by one. */
const MOST_GAPS = 10;

const CLAIMED: FilterPart = { field: 'proof', test: 'is', value: 'claimed' };

interface DetailsProps {
  part: PartId;
  hint: string;
  grounds: Grounds;
  state: PanelState;
  now: number;
}

/** What a part of the receipt means, and what it is made of; a click on one of these shows just that. */
export function ReceiptDetails({ part, hint, grounds, state, now }: DetailsProps) {
  return (
    <>
      <p>{hint}.</p>
      {part === 'events' && <EventsDetails state={state} grounds={grounds} />}
      {part === 'newest' && <NewestDetails state={state} now={now} />}
      {part === 'gaps' && <GapsDetails state={state} grounds={grounds} />}
      {part === 'claimed' && <ClaimedDetails grounds={grounds} />}
      {part === 'cost' && <CostDetails grounds={grounds} />}
    </>
  );
}

function EventsDetails({ state, grounds: { status } }: { state: PanelState; grounds: Grounds }) {
  const format = useFormat();
  const { reading } = useStore();
  const { from, to } = state.period;
  const period = format.period(Date.parse(from), Date.parse(to));
  const number = (value: number) => format.number(value);
  return (
    <>
      <p class="muted">
        {t('They pass the filter and the scope “{0}”, and happened in this period: {1}.', state.scope.label, period)}{' '}
        {reading.value
          ? t('They were read one by one.')
          : t('They were counted when their log files were read, each event once.')}
      </p>
      {status?.ownView && <p class="muted">{t('Of all time, it has {0} events of yours.', number(status.events))}</p>}
      {status && !status.ownView && (
        <p class="muted">
          {t(
            'Of all time, this source has {0} events from {1} log files with {2} records.',
            ...[status.events, status.files, status.records].map(number),
          )}{' '}
          {t(
            'Not among them: {0} records delivered twice, {1} left out on purpose, {2} broken; {3} files could not be read.',
            ...[status.duplicates, status.dropped, status.broken, status.rejected].map(number),
          )}
        </p>
      )}
    </>
  );
}

function NewestDetails({ state: { status, source, timeZone }, now }: { state: PanelState; now: number }) {
  const format = useFormat();
  const newest = status?.newestLogFile;
  return (
    <>
      {status?.ownView && <p class="muted">{t('The own view tells nothing of log files.')}</p>}
      {newest !== undefined && (
        <p class="muted">
          {t(
            'It was delivered on {0} ({1}), {2}.',
            format.stamp(Date.parse(newest)),
            timeZone,
            format.ago(Date.parse(newest), now),
          )}{' '}
          {t('Where a file’s name does not tell, it is the time at which it was written.')}
        </p>
      )}
      <p class="muted">
        {t('CloudTrail delivers a log file within about 5 to 15 minutes of what it tells.')}{' '}
        {source?.metered
          ? t('The tracker stores it moments later; its answers are kept here for half a minute.')
          : t('Here it is known once it lies in the folder and is read.')}
      </p>
    </>
  );
}

function GapsDetails({ state, grounds: { receipt } }: { state: PanelState; grounds: Grounds }) {
  const gaps = receipt?.gaps;
  if (!gaps) return null;
  if (isUntold(gaps)) {
    return (
      <p class="muted">
        {gaps.untold === 'version'
          ? t('This tracker was deployed before trackers told this: Deploy or Update Tracker… brings it up to date.')
          : gaps.message}
      </p>
    );
  }
  return <GapList state={state} gaps={gaps} />;
}

function GapList({ state, gaps: { hours, without, from, to, gaps } }: { state: PanelState; gaps: LogGaps }) {
  const format = useFormat();
  const store = useStore();
  const newestFirst = gaps.toReversed();
  const around = (gap: LogGap) => ({
    from: isoTime(Date.parse(gap.from) - HOUR),
    to: isoTime(Date.parse(gap.to) + HOUR),
  });
  return (
    <>
      <p class="muted">
        {hours > 0 &&
          t(
            '{0} of {1} hours, {2}: no log file that could be read was delivered in them, and no event of them is stored.',
            format.number(without),
            format.number(hours),
            format.period(Date.parse(from), Date.parse(to)),
          )}{' '}
        {t('An hour is judged 15 minutes after its end.')}
      </p>
      {gaps.length > 0 && (
        <p class="muted">
          {t('CloudTrail writes no file while nothing happens: only where an account is never idle are logs missing.')}
        </p>
      )}
      <ul class="receipt-list">
        {newestFirst.slice(0, MOST_GAPS).map((gap) => (
          <li key={gap.from}>
            <button
              type="button"
              class="link"
              title={t('Show this time, and an hour before and after it')}
              onClick={() => store.show({ zoom: around(gap) })}
            >
              {format.period(Date.parse(gap.from), Date.parse(gap.to))}
            </button>
            <span class="muted">
              {[gap.hours === 1 ? t('1 hour') : t('{0} hours', format.number(gap.hours)), ...placeOf(gap, state)].join(
                ' · ',
              )}
            </span>
          </li>
        ))}
      </ul>
      {gaps.length > MOST_GAPS && (
        <p class="muted">{t('And {0} earlier stretches.', format.number(gaps.length - MOST_GAPS))}</p>
      )}
    </>
  );
}

/** Where logs begin and end. */
function placeOf({ from, to }: LogGap, { status }: PanelState): string[] {
  const { oldestEvent, newestEvent, newestLogFile } = status ?? {};
  if (oldestEvent === undefined || to <= oldestEvent) return [t('before all that is known')];
  const last = [newestEvent ?? '', newestLogFile ?? ''].sort().at(-1)!;
  return from > last ? [t('after all that is known')] : [];
}

function ClaimedDetails({ grounds }: { grounds: Grounds }) {
  const store = useStore();
  const format = useFormat();
  const { receipt, count, isReading } = grounds;
  const claimed = receipt?.claimed;
  const events = claimedEvents(grounds);
  const names = claimed && !isUntold(claimed) ? claimed.names : [];
  return (
    <>
      <p class="muted">
        {t('They are given when a role is assumed (session, source identity) or typed at a sign-in that fails.')}{' '}
        {t('The role or user behind them is proven, unless the sign-in failed.')}
      </p>
      {claimed && isUntold(claimed) && events === undefined && (
        <p class="muted">
          {claimed.untold === 'counters'
            ? t(
                'The tracker’s counters do not know which names are claimed: its events have to be read, and that has a price.',
              )
            : claimed.message}
        </p>
      )}
      {isReading && <p class="muted">{t('The events are still being read.')}</p>}
      {names.length > 0 && (
        <ul class="receipt-list">
          {names.map((name) => (
            <li key={JSON.stringify(name)}>
              <Name name={name} />
            </li>
          ))}
        </ul>
      )}
      {claimed && !isUntold(claimed) && claimed.more > 0 && (
        <p class="muted">{t('And {0} more names.', format.number(claimed.more))}</p>
      )}
      {count > 0 && events !== 0 && (
        <p>
          <button type="button" class="link" onClick={() => store.setFilter(only(store.filter.value, CLAIMED))}>
            {t('Show Only Events of Claimed Names')}
          </button>
        </p>
      )}
    </>
  );
}

function Name({ name: { user, field, value, count } }: { name: ClaimedName }) {
  const store = useStore();
  const format = useFormat();
  const label = valueLabel({ field, value });
  const parts: FilterPart[] = [CLAIMED, { field, test: 'is', value }, { field: 'user', test: 'is', value: user }];
  return (
    <>
      <button
        type="button"
        class="link"
        title={t('Show only these events')}
        onClick={() => store.setFilter(parts.reduce(only, store.filter.value))}
      >
        {label}
      </button>
      <span class="muted">
        {[
          ...(user === value ? [] : [valueLabel({ field: 'user', value: user })]),
          count === 1 ? t('1 event') : t('{0} events', format.number(count)),
        ].join(' · ')}
      </span>
    </>
  );
}

function CostDetails({ grounds: { receipt } }: { grounds: Grounds }) {
  const format = useFormat();
  if (!receipt?.cost) return null;
  const { asked, kept, untold, pricesOf } = receipt.cost;
  return (
    <>
      <p class="muted">
        {t(
          '{0} questions were asked for this page, of which {1} were answered from what was kept for half a minute and cost nothing.',
          format.number(asked),
          format.number(kept),
        )}{' '}
        {untold > 0 && t('{0} answers do not tell what they have read.', format.number(untold))}
      </p>
      <p class="muted">
        {t(
          'Units of DynamoDB at list price ({0}, {1}). Calls of API Gateway and Lambda come to it.',
          pricesOf.region,
          String(pricesOf.year),
        )}{' '}
        {t('Write units are for sums that are kept for the next question.')}
      </p>
    </>
  );
}
