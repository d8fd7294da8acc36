import type { TrackerEvent } from '../../../backend/core/event.ts';
import { fieldValues } from '../../../backend/core/filter.ts';
import { visibleText } from '../../../backend/core/visibleText.ts';
import { shortResource } from '../eventText.ts';
import type { Format } from '../format.ts';
import { fieldLabel, outcomeLabel, valueLabel, valueTitle } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Column } from './gridRow.tsx';
import { Icon } from './icons.tsx';

/** A column of the event table, and what it is sorted by. */
export interface EventColumn extends Column<TrackerEvent> {
  value: (event: TrackerEvent) => string;
}

/** The columns that are wanted, in that order: fields of filters, and the time. */
export function eventColumns(ids: readonly string[], format: Format): EventColumn[] {
  return ids.map((id, index) => ({ ...columnOf(id, format), priority: index, sortable: true }));
}

function columnOf(id: string, format: Format): Omit<EventColumn, 'priority' | 'sortable'> {
  switch (id) {
    case 'eventTime':
      return {
        id,
        label: t('Time'),
        least: 146,
        grow: 0,
        value: (event) => event.eventTime,
        content: (event) => format.stamp(Date.parse(event.eventTime)),
      };
    case 'user':
      return {
        ...plain(id, 80, 1.5),
        value: (event) => [event.userIdentity_userName, event.session ?? ''].join('\n'),
        content: (event) => <UserCell event={event} />,
        title: (event) =>
          [event.userIdentity_userName, event.session ?? ''].filter(Boolean).map(visibleText).join(' / '),
      };
    case 'eventName':
      return plain(id, 90, 1.3);
    case 'service':
      return { ...plain(id, 56, 0.8), title: (event) => visibleText(event.eventSource) };
    case 'region':
      return plain(id, 84, 0.6);
    case 'account':
    case 'home':
      // Sorted by what is shown.
      return { ...plain(id, 108, 0.8), value: (event) => accountLabel(id, event) };
    case 'sourceIPAddress':
      return plain(id, 108, 0);
    case 'outcome':
      return {
        ...plain(id, 76, 1.2),
        value: (event) => [event.outcome, event.errorCode ?? ''].join('\n'),
        content: (event) => <Outcome event={event} />,
        title: (event) => visibleText(event.errorMessage ?? event.errorCode ?? ''),
        parts: ({ outcome, errorCode }) =>
          errorCode === undefined
            ? [{ field: 'outcome', test: 'is', value: outcome }]
            : [{ field: 'errorCode', test: 'is', value: errorCode }],
      };
    case 'resources':
      return {
        ...plain(id, 76, 1.3),
        label: t('Resources'),
        content: (event) => <ResourcesCell resources={event.resources ?? []} />,
        title: (event) => event.resources?.map(visibleText).join('\n'),
      };
    default:
      return plain(id, 84, 1);
  }
}

/** Any field, by its first value. */
function plain(id: string, least: number, grow: number): Omit<EventColumn, 'priority' | 'sortable'> {
  const value = (event: TrackerEvent) => fieldValues(event, id)[0] ?? '';
  return {
    id,
    label: fieldLabel(id),
    least,
    grow,
    value,
    content: (event) => {
      const text = value(event);
      return text === '' ? '' : valueLabel({ field: id, value: text });
    },
    title: (event) => {
      const text = value(event);
      return text === '' ? '' : valueTitle({ field: id, value: text });
    },
    parts: (event) =>
      fieldValues(event, id)
        .slice(0, 1)
        .map((one) => ({ field: id, test: 'is', value: one })),
  };
}

function accountLabel(field: 'account' | 'home', event: TrackerEvent): string {
  return event[field] === '' ? '' : valueLabel({ field, value: event[field] });
}

function UserCell({ event }: { event: TrackerEvent }) {
  const { userIdentity_userName: name, session, proof } = event;
  return (
    <span class="user">
      <span class="user-name">
        {visibleText(name)}
        {session !== undefined && session !== name && <span class="muted"> / {visibleText(session)}</span>}
      </span>
      {proof === 'claimed' && <ClaimedMark />}
    </span>
  );
}

/** Marks a name that nothing proves. */
export function ClaimedMark() {
  return <Icon name="claimed" label={t('Claimed by the caller: nothing proves this name')} />;
}

/** The result of an event, told by an icon and in words. */
export function Outcome({ event }: { event: TrackerEvent }) {
  if (event.outcome === 'ok') return <span class="muted">{outcomeLabel('ok')}</span>;
  return (
    <>
      <Icon name={event.outcome} label={outcomeLabel(event.outcome)} />
      {event.errorCode === undefined ? outcomeLabel(event.outcome) : visibleText(event.errorCode)}
    </>
  );
}

function ResourcesCell({ resources }: { resources: readonly string[] }) {
  const [first, ...rest] = resources;
  if (first === undefined) return null;
  return (
    <>
      {visibleText(shortResource(first))}
      {rest.length > 0 && <span class="muted"> +{rest.length}</span>}
    </>
  );
}
