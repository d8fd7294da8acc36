import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { PanelPeriod, PanelView } from '../../extension/panel/protocol.ts';
import { isoTime } from './format.ts';
import { t } from './l10n.ts';
import { QUARTER } from './zone.ts';

/** From one event to others. */
export interface Pivot {
  label: string;
  change: Pick<PanelView, 'filter'> & Partial<PanelView>;
}

/** Milliseconds to either side of "around". */
const AROUND = 5 * 60_000;

/** What can be asked of an event: who else, where else, and what happened around. Each replaces the filter. */
export function pivotsOf(event: TrackerEvent): Pivot[] {
  const { userIdentity_userName: user, kind, home, session, resources = [] } = event;
  const whose: EventFilter = {
    user: { in: [user] },
    kind: { in: [kind] },
    ...(home !== '' && { home: { in: [home] } }),
  };
  const key = event.userIdentity_accessKeyId;
  const given = event.responseElements_credentials_accessKeyId;
  return [
    pivot(t('Same user'), whose),
    ...(session === undefined || session === user
      ? []
      : [pivot(t('Same session'), key?.startsWith('ASIA') ? byKey(key) : { ...whose, session: { in: [session] } })]),
    ...resources.slice(0, 1).map((resource) => pivot(t('Same resource'), { resources: { in: [resource] } })),
    ...(given === undefined ? [] : [pivot(t('What its session did'), byKey(given))]),
    { label: t('Around this time'), change: { page: 'events', filter: {}, zoom: around(event.eventTime) } },
  ];
}

function pivot(label: string, filter: EventFilter): Pivot {
  return { label, change: { page: 'events', filter } };
}

function byKey(key: string): EventFilter {
  return { userIdentity_accessKeyId: { in: [key] } };
}

/** At least five minutes to either side, in whole quarters of an hour as the counters have them. */
export function around(eventTime: string): PanelPeriod {
  const time = Date.parse(eventTime);
  return {
    from: isoTime(Math.floor((time - AROUND) / QUARTER) * QUARTER),
    to: isoTime(Math.ceil((time + AROUND) / QUARTER) * QUARTER),
  };
}
