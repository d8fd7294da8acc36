import { useRef } from 'preact/hooks';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { useStore } from '../context.ts';
import { partsOf, without, withPart, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { partLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { menuContext } from '../menuContext.ts';
import { FilterInput } from './filterInput.tsx';
import { Icon, IconButton } from './icons.tsx';

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
            {parts.map((part) => (
              <Chip key={`${part.field} ${part.test} ${part.value}`} part={part} onChange={change} />
            ))}
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
  return (
    <li class={part.test === 'not' ? 'chip excluding' : 'chip'} data-vscode-context={menuContext([part])}>
      {inverted ? (
        <button
          type="button"
          class="chip-text"
          title={part.test === 'not' ? t('Click to see only this') : t('Click to see all but this')}
          onClick={() => store.setFilter(withPart(without(filter, part), inverted))}
        >
          {text}
        </button>
      ) : (
        <span class="chip-text" title={`${field}: ${value}`}>
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
