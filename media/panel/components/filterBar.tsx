import { useRef } from 'preact/hooks';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { useStore } from '../context.ts';
import { partsOf, without } from '../../../backend/core/filterEdit.ts';
import { partLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import { Icon, IconButton } from './icons.tsx';

/** The filter's values as chips, each removable. It stays when empty, so that nothing jumps when the first is added. */
export function FilterBar() {
  const store = useStore();
  const filter = store.filter.value;
  const parts = partsOf(filter);
  const bar = useRef<HTMLElement>(null);
  /** The button that was pressed goes away with its chip: focus stays here instead of being lost. */
  const change = (next: EventFilter) => {
    bar.current?.focus();
    store.setFilter(next);
  };
  return (
    <section class="filter-bar" ref={bar} tabIndex={-1} aria-label={t('Filter')}>
      <IconButton name="back" label={t('Back')} disabled={store.trail.value.back.length === 0} onClick={store.back} />
      <IconButton
        name="forward"
        label={t('Forward')}
        disabled={store.trail.value.forward.length === 0}
        onClick={store.forward}
      />
      <Icon name="filter" />
      {parts.length === 0 ? (
        <p class="hint">{t('No filter. Click a bar, a tile or a name to see only its events.')}</p>
      ) : (
        <ul class="chips">
          {parts.map((part) => {
            const { field, value } = partLabel(part);
            return (
              <li class="chip" key={`${part.field} ${part.test} ${part.value}`}>
                <span class="chip-text" title={`${field}: ${value}`}>
                  {field}: <b>{value}</b>
                </span>
                <IconButton
                  name="close"
                  small
                  label={t('Remove Filter {0}', `${field}: ${value}`)}
                  onClick={() => change(without(filter, part))}
                />
              </li>
            );
          })}
        </ul>
      )}
      {parts.length > 0 && (
        <button type="button" class="link clear" onClick={() => change({})}>
          {t('Clear All')}
        </button>
      )}
    </section>
  );
}
