import { useRef } from 'preact/hooks';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { useFormat, useStore } from '../context.ts';
import {
  groupsOf,
  partsOf,
  without,
  withPart,
  type FilterPart,
  type PartGroup,
} from '../../../backend/core/filterEdit.ts';
import { partLabel, valueTitle } from '../labels.ts';
import { t } from '../l10n.ts';
import { menuContext } from '../menuContext.ts';
import { FilterInput } from './filterInput.tsx';
import { Icon, IconButton } from './icons.tsx';

/** Values of a field that are chips of their own; more are one. */
const MOST_CHIPS = 5;

/** The filter's values as chips, each removable and invertible by a click, and an input for more. */
export function FilterBar() {
  const store = useStore();
  const filter = store.filter.value;
  const parts = partsOf(filter);
  const { back, forward } = store.trail.value;
  const bar = useRef<HTMLElement>(null);
  /** The button that was pressed goes away with its chip: focus goes to the input instead of being lost. */
  const change = (next: EventFilter) => {
    bar.current?.querySelector('input')?.focus();
    store.setFilter(next);
  };
  return (
    <section class="filter-bar" ref={bar} aria-label={t('Filter')}>
      <IconButton name="back" label={t('Back')} disabled={back.length === 0} onClick={store.back} />
      <IconButton name="forward" label={t('Forward')} disabled={forward.length === 0} onClick={store.forward} />
      <Icon name="filter" />
      <div class="filter-parts">
        {parts.length > 0 && (
          <ul class="chips">
            {groupsOf(filter).flatMap((group) =>
              group.values.length > MOST_CHIPS ? (
                <GroupChip key={`${group.field} ${group.test}`} group={group} onChange={change} />
              ) : (
                group.values.map((value) => (
                  <Chip
                    key={`${group.field} ${group.test} ${value}`}
                    part={{ field: group.field, test: group.test, value }}
                    onChange={change}
                  />
                ))
              ),
            )}
          </ul>
        )}
        <FilterInput
          onRemoveLast={() => {
            const last = parts.at(-1);
            if (last) store.setFilter(without(filter, last));
          }}
        />
      </div>
      {parts.length > 0 && (
        <button type="button" class="link clear" onClick={() => change({})}>
          {t('Clear All')}
        </button>
      )}
    </section>
  );
}

/** Many values of one field, as queries have them. */
function GroupChip({ group, onChange }: { group: PartGroup; onChange: (next: EventFilter) => void }) {
  const store = useStore();
  const format = useFormat();
  const { field, test, values } = group;
  const labels = values.map((value) => partLabel({ field, test, value }, valueTitle));
  const text = t('{0}: {1} values', labels[0]?.field ?? '', format.number(values.length));
  const remove = () => values.reduce((rest, value) => without(rest, { field, test, value }), store.filter.value);
  return (
    <li class={test === 'not' ? 'chip excluding' : 'chip'}>
      <span class="chip-text" title={labels.map(({ value }) => value).join('\n')}>
        <b>{text}</b>
      </span>
      <IconButton name="close" small label={t('Remove Filter {0}', text)} onClick={() => onChange(remove())} />
    </li>
  );
}

function Chip({ part, onChange }: { part: FilterPart; onChange: (next: EventFilter) => void }) {
  const store = useStore();
  const filter = store.filter.value;
  const { field, value } = partLabel(part);
  const text = (
    <>
      {field}: <b>{value}</b>
    </>
  );
  const inverted = invert(part);
  const inFull = partLabel(part, valueTitle).value;
  const titled = (action: string) => (inFull === value ? action : `${field}: ${inFull}\n${action}`);
  return (
    <li class={part.test === 'not' ? 'chip excluding' : 'chip'} data-vscode-context={menuContext([part])}>
      {inverted ? (
        <button
          type="button"
          class="chip-text"
          title={titled(part.test === 'not' ? t('Click to see only this') : t('Click to see all but this'))}
          onClick={() => store.setFilter(withPart(without(filter, part), inverted))}
        >
          {text}
        </button>
      ) : (
        <span class="chip-text" title={`${field}: ${inFull}`}>
          {text}
        </span>
      )}
      <IconButton
        name="close"
        small
        label={t('Remove Filter {0}', `${field}: ${value}`)}
        onClick={() => onChange(without(filter, part))}
      />
    </li>
  );
}

/** "All but this" of "this", and the other way round; beginnings cannot be excluded. */
function invert({ field, test, value }: FilterPart): FilterPart | undefined {
  if (test === 'startsWith') return undefined;
  return { field, value, test: test === 'is' ? 'not' : 'is' };
}
