import type { TrackerEvent } from '../../../backend/core/event.ts';
import { serviceName, shortResource } from '../eventText.ts';
import type { Format } from '../format.ts';
import { outcomeLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Column } from './grid.tsx';
import { Icon } from './icons.tsx';

/** The event table's columns. */
export function eventColumns(format: Format): Column<TrackerEvent>[] {
  return [
    {
      id: 'time',
      label: t('Time'),
      least: 146,
      grow: 0,
      priority: 0,
      content: (event) => format.stamp(Date.parse(event.eventTime)),
    },
    {
      id: 'user',
      label: t('User'),
      least: 110,
      grow: 1.5,
      priority: 1,
      content: (event) => <UserCell event={event} />,
      title: (event) => [event.userIdentity_userName, event.session].filter(Boolean).join(' / '),
      parts: (event) => [{ field: 'user', test: 'is', value: event.userIdentity_userName }],
    },
    {
      id: 'event',
      label: t('Event'),
      least: 110,
      grow: 1.3,
      priority: 2,
      content: (event) => event.eventName,
      title: (event) => event.eventName,
      parts: (event) => [{ field: 'eventName', test: 'is', value: event.eventName }],
    },
    {
      id: 'service',
      label: t('Service'),
      least: 70,
      grow: 0.8,
      priority: 4,
      content: (event) => serviceName(event.eventSource),
      title: (event) => event.eventSource,
      parts: (event) => [{ field: 'service', test: 'is', value: serviceName(event.eventSource) }],
    },
    {
      id: 'region',
      label: t('Region'),
      least: 98,
      grow: 0,
      priority: 5,
      content: (event) => event.awsRegion,
      parts: (event) => [{ field: 'region', test: 'is', value: event.awsRegion }],
    },
    {
      id: 'ip',
      label: t('Source IP'),
      least: 108,
      grow: 0,
      priority: 7,
      content: (event) => event.sourceIPAddress,
      title: (event) => event.sourceIPAddress,
      parts: ({ sourceIPAddress }) =>
        sourceIPAddress === undefined ? undefined : [{ field: 'sourceIPAddress', test: 'is', value: sourceIPAddress }],
    },
    {
      id: 'result',
      label: t('Result'),
      least: 90,
      grow: 1.2,
      priority: 3,
      content: (event) => <Outcome event={event} />,
      title: (event) => event.errorMessage ?? event.errorCode,
      parts: ({ outcome, errorCode }) =>
        errorCode === undefined
          ? [{ field: 'outcome', test: 'is', value: outcome }]
          : [{ field: 'errorCode', test: 'is', value: errorCode }],
    },
    {
      id: 'resources',
      label: t('Resources'),
      least: 120,
      grow: 1.3,
      priority: 6,
      content: (event) => <ResourcesCell resources={event.resources ?? []} />,
      title: (event) => event.resources?.join('\n'),
      parts: ({ resources }) => resources?.slice(0, 1).map((value) => ({ field: 'resources', test: 'is', value })),
    },
  ];
}

function UserCell({ event }: { event: TrackerEvent }) {
  const { userIdentity_userName: name, session, proof } = event;
  return (
    <span class="user">
      <span class="user-name">
        {name}
        {session !== undefined && session !== name && <span class="muted"> / {session}</span>}
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
      {event.errorCode ?? outcomeLabel(event.outcome)}
    </>
  );
}

function ResourcesCell({ resources }: { resources: readonly string[] }) {
  const [first, ...rest] = resources;
  if (first === undefined) return null;
  return (
    <>
      {shortResource(first)}
      {rest.length > 0 && <span class="muted"> +{rest.length}</span>}
    </>
  );
}
