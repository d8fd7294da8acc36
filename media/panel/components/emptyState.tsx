import type { ComponentChildren } from 'preact';
import type { PanelState } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { isoTime } from '../format.ts';
import { QUARTER } from '../zone.ts';
import { Icon, type IconName } from './icons.tsx';

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

/** A place with nothing to show: what is the matter, and the actions that help. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <section class="empty" role="status">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function NoSource() {
  const { act } = useStore();
  return (
    <Empty icon="folder" title={t('No source is open')}>
      <p>{t('Open a folder of CloudTrail log files to see who did what, or look around in sample logs first.')}</p>
      <p class="buttons">
        <Action primary label={t('Open Folder of Log Files…')} onClick={() => act((host) => host.openFolder())} />
        <Action label={t('Try with Sample Data')} onClick={() => act((host) => host.openSample())} />
      </p>
    </Empty>
  );
}

/** No events: because of the filter, the scope, the period, or because there are none at all. */
export function NoEvents({ state }: { state: PanelState }) {
  const { act, filter, setFilter } = useStore();
  const changePeriod = <Action label={t('Change Period…')} onClick={() => act((host) => host.pickPeriod())} />;
  const widen = <Action label={t('Show Everything')} onClick={() => act((host) => host.widenScope())} />;
  const hides = state.hidden.events > 0;

  if (Object.keys(filter.value).length > 0) {
    return (
      <Empty icon="search" title={t('No events match')}>
        <p>{t('Nothing in this period and scope passes the filter.')}</p>
        <p class="buttons">
          <Action primary label={t('Clear Filter')} onClick={() => setFilter({})} />
          {changePeriod}
          {hides && widen}
        </p>
      </Empty>
    );
  }
  if (hides) {
    return (
      <Empty icon="scope" title={t('The scope hides all events of this period')}>
        <p>{t('It shows “{0}” only.', state.scope.label)}</p>
        <p class="buttons">
          {widen}
          {changePeriod}
        </p>
      </Empty>
    );
  }
  if (state.status?.events === 0) return <NoEventsAtAll state={state} />;
  return (
    <Empty icon="calendar" title={t('No events in this period')}>
      <Covered state={state} />
      <p class="buttons">
        <ShowCovered state={state} />
        {changePeriod}
      </p>
    </Empty>
  );
}

function NoEventsAtAll({ state }: { state: PanelState }) {
  const { act } = useStore();
  if (state.indexing) {
    return (
      <Empty icon="search" title={t('Indexing the log files…')}>
        <p>{t('Events show here as soon as the first files are read, newest day first.')}</p>
      </Empty>
    );
  }
  if (state.status?.ownView) {
    return (
      <Empty icon="calendar" title={t('Nothing that you have done is stored')}>
        <p>{t('What you do in AWS shows here some minutes later, once CloudTrail has delivered its log file.')}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="folder" title={t('This source has no events')}>
      <p>{t('No CloudTrail log files with records were found in it.')}</p>
      <p class="buttons">
        <Action primary label={t('Open Folder of Log Files…')} onClick={() => act((host) => host.openFolder())} />
      </p>
    </Empty>
  );
}

function Covered({ state }: { state: PanelState }) {
  const format = useFormat();
  const { oldestEvent, newestEvent } = state.status ?? {};
  if (oldestEvent === undefined || newestEvent === undefined) return null;
  const days = format.period(...coveredBy(oldestEvent, newestEvent));
  return <p>{t('This source covers {0}.', days)}</p>;
}

function ShowCovered({ state }: { state: PanelState }) {
  const { act } = useStore();
  const { oldestEvent, newestEvent } = state.status ?? {};
  if (oldestEvent === undefined || newestEvent === undefined) return null;
  const [from, to] = coveredBy(oldestEvent, newestEvent).map(isoTime);
  if (from === undefined || to === undefined) return null;
  return (
    <Action
      primary
      label={t('Show That Period')}
      onClick={() => act((host) => host.setPeriod({ period: { from, to } }))}
    />
  );
}

/** Whole quarters of an hour from the first event to after the last. */
function coveredBy(oldest: string, newest: string): [number, number] {
  const from = Math.floor(Date.parse(oldest) / QUARTER) * QUARTER;
  return [from, (Math.floor(Date.parse(newest) / QUARTER) + 1) * QUARTER];
}

export function Action({ label, primary, onClick }: { label: string; primary?: boolean; onClick: () => void }) {
  return (
    <button type="button" class={primary ? 'button primary' : 'button'} onClick={onClick}>
      {label}
    </button>
  );
}

/** Shows only when it lasts. */
export function Loading() {
  return (
    <p class="loading muted" role="status">
      {t('Loading…')}
    </p>
  );
}
