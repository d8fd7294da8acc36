import type { TrackerEvent } from '../../../backend/core/event.ts';
import { serviceName, shortResource } from '../eventText.ts';
import type { Format } from '../format.ts';
import { outcomeLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { Icon } from './icons.tsx';

type Column = 'time' | 'user' | 'event' | 'service' | 'region' | 'ip' | 'result' | 'resources';

/** The table's columns, with their headings. */
export function columns(): [Column, string][] {
  return [
    ['time', t('Time')],
    ['user', t('User')],
    ['event', t('Event')],
    ['service', t('Service')],
    ['region', t('Region')],
    ['ip', t('Source IP')],
    ['result', t('Result')],
    ['resources', t('Resources')],
  ];
}

export function cellsOf(event: TrackerEvent, format: Format) {
  const contents: Record<Column, preact.ComponentChildren> = {
    time: format.stamp(Date.parse(event.eventTime)),
    user: <UserCell event={event} />,
    event: event.eventName,
    service: serviceName(event.eventSource),
    region: event.awsRegion,
    ip: event.sourceIPAddress,
    result: <Outcome event={event} />,
    resources: <ResourcesCell resources={event.resources ?? []} />,
  };
  const titles: Partial<Record<Column, string>> = {
    user: [event.userIdentity_userName, event.session].filter(Boolean).join(' / '),
    event: event.eventName,
    service: event.eventSource,
    ip: event.sourceIPAddress,
    result: event.errorMessage ?? event.errorCode,
    resources: event.resources?.join('\n'),
  };
  return columns().map(([name], index) => (
    <div role="gridcell" key={name} class={`cell-${name}`} aria-colindex={index + 1} title={titles[name]}>
      {contents[name]}
    </div>
  ));
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
