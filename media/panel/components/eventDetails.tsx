import { useEffect, useRef } from 'preact/hooks';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { visibleText } from '../../../backend/core/visibleText.ts';
import { useFormat, useStore } from '../context.ts';
import { detailGroups, serviceName, type Detail } from '../eventText.ts';
import { hasPart, only, without, withPart, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { t } from '../l10n.ts';
import { ClaimedMark, Outcome } from './eventColumns.tsx';
import { Action } from './emptyState.tsx';
import { Pivots } from './pivots.tsx';
import { SessionChain } from './sessionChain.tsx';
import { IconButton } from './icons.tsx';

/** All that is stored of the selected event. */
export function EventDetails({ event }: { event: TrackerEvent }) {
  const store = useStore();
  const format = useFormat();
  const box = useRef<HTMLElement>(null);
  // Where the details stand below the table, they may be out of sight of who has just selected an event in it.
  useEffect(() => {
    if (document.activeElement?.closest('.grid')) box.current?.scrollIntoView({ block: 'nearest' });
  }, [event.id]);

  function close(): void {
    store.selected.value = undefined;
    document.querySelector<HTMLElement>('.grid')?.focus();
  }

  const { id, userIdentity_userName, eventName, eventTime } = event;
  const groups = detailGroups(event, serviceName(event.eventSource), format.stamp(Date.parse(eventTime)));
  return (
    <aside
      class="details"
      ref={box}
      aria-label={t('Event details')}
      onKeyDown={(press) => press.key === 'Escape' && close()}
    >
      <header class="card-header">
        <h2 title={visibleText(eventName)}>{visibleText(eventName)}</h2>
        <span class="grow" />
        <IconButton
          name="copy"
          label={t('Copy as JSON')}
          onClick={() => store.act((host) => host.copy({ text: JSON.stringify(event, null, 2) }))}
        />
        <IconButton name="close" label={t('Close Details')} onClick={close} />
      </header>
      <div class="details-line">
        <span class="details-outcome">
          <Outcome event={event} />
        </span>
        <Action
          label={t('Open Record')}
          onClick={() =>
            store.act((host) => host.openRecord({ event: { id, userIdentity_userName, eventName, eventTime } }))
          }
        />
      </div>
      <Pivots event={event} />
      <div class="details-scroll" tabIndex={0} role="region" aria-label={t('Attributes')}>
        <SessionChain event={event} key={id} />
        {groups.map(({ title, details }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {details.map((detail, index) => (
                <DetailLine key={`${detail.label} ${index}`} detail={detail} group={title} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </aside>
  );
}

function DetailLine({ detail, group }: { detail: Detail; group: string }) {
  const { label, value, claimed, technical } = detail;
  return (
    <>
      <dt class={label === '' ? 'hidden-text' : undefined}>{label === '' ? group : label}</dt>
      <dd class={label === '' ? 'whole' : undefined}>
        <span class={technical ? 'value technical' : 'value'}>{visibleText(value)}</span>
        {claimed && <ClaimedMark />}
        {detail.field !== undefined && (
          <FilterButtons
            part={{ field: detail.field, test: 'is', value: detail.filterValue ?? value }}
            shown={visibleText(value)}
          />
        )}
      </dd>
    </>
  );
}

/** "Only this" and "not this" of a line. */
function FilterButtons({ part, shown }: { part: FilterPart; shown: string }) {
  const store = useStore();
  const filter = store.filter.value;
  const excluding: FilterPart = { ...part, test: 'not' };
  const chosen = hasPart(filter, part);
  return (
    <span class="line-actions">
      <IconButton
        name="filter"
        small
        pressed={chosen}
        label={t('Only {0}', shown)}
        onClick={() => store.setFilter(chosen ? without(filter, part) : only(filter, part))}
      />
      <IconButton
        name="exclude"
        small
        label={t('Not {0}', shown)}
        onClick={() => store.setFilter(withPart(without(filter, part), excluding))}
      />
    </span>
  );
}
