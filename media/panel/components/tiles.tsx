import type { ComponentChildren } from 'preact';
import { useFormat, useStore } from '../context.ts';
import { hasPart, toggle, type FilterPart } from '../../../backend/core/filterEdit.ts';
import { linePath } from '../bars.ts';
import { valueLabel } from '../labels.ts';
import { t } from '../l10n.ts';
import type { Chart } from '../chart.ts';
import type { Cards, Tile as NameTile } from '../overview.ts';
import type { Ranking } from '../../../backend/core/ranking.ts';
import { Icon, type IconName } from './icons.tsx';

const FAILED: FilterPart[] = [
  { field: 'outcome', test: 'is', value: 'denied' },
  { field: 'outcome', test: 'is', value: 'error' },
];

/** Tiles in a row at most; more make a second row. */
const PER_ROW = 8;

/** The numbers to see first. Those that can be filtered by are buttons. */
export function Tiles({ chart: { timeline }, cards: { users, services, tiles } }: { chart: Chart; cards: Cards }) {
  const { count, errors, denied } = timeline.total;
  const format = useFormat();
  const rows = Math.ceil((4 + tiles.length) / PER_ROW);
  const columns = {
    '--wide': Math.ceil((4 + tiles.length) / rows),
    '--middle': Math.ceil((4 + tiles.length) / (2 * rows)),
  };
  return (
    <section class="tiles" style={columns} aria-label={t('Numbers')}>
      <Tile label={t('Events')} value={format.number(count)}>
        <Sparkline counts={timeline.counts} tone="events" />
      </Tile>
      <Tile label={t('Users')} value={format.number(users.values)}>
        <MostActive ranking={users} field="user" />
      </Tile>
      <Tile label={t('Services')} value={format.number(services.values)}>
        <MostActive ranking={services} field="service" />
      </Tile>
      <Tile
        label={t('Errors')}
        value={format.number(errors)}
        note={denied > 0 ? { icon: 'denied', label: t('Denied'), text: format.number(denied) } : undefined}
        tone={errors > 0 ? 'errors' : undefined}
        parts={FAILED}
      >
        <Sparkline counts={timeline.errors} tone="errors" />
      </Tile>
      {tiles.map((tile) => (
        <EventNameTile key={tile.prefix} {...tile} />
      ))}
    </section>
  );
}

function EventNameTile({ prefix, timeline }: NameTile) {
  const format = useFormat();
  const { count, errors } = timeline.total;
  return (
    <Tile
      label={prefix}
      value={format.number(count)}
      note={errors > 0 ? { icon: 'error', label: t('Errors'), text: format.number(errors) } : undefined}
      tone={count === 0 ? 'none' : undefined}
      parts={[{ field: 'eventName', test: 'startsWith', value: prefix }]}
    >
      <Sparkline counts={timeline.counts} tone="names" />
    </Tile>
  );
}

interface TileProps {
  label: string;
  value: string;
  /** A second number, told by an icon. */
  note?: { icon: IconName; label: string; text: string };
  tone?: 'errors' | 'none';
  /** What a click filters by. */
  parts?: FilterPart[];
  children: ComponentChildren;
}

function Tile({ label, value, note, tone, parts, children }: TileProps) {
  const store = useStore();
  const content = (
    <>
      <span class="tile-label" title={label}>
        {label}
      </span>
      <span class="tile-line">
        <span class="tile-value">{value}</span>
        {note && (
          <span class="muted small tile-note">
            <Icon name={note.icon} label={note.label} />
            {note.text}
          </span>
        )}
      </span>
      <span class="tile-foot">{children}</span>
    </>
  );
  const look = tone ? `tile ${tone}` : 'tile';
  if (!parts) return <div class={look}>{content}</div>;
  return (
    <button
      type="button"
      class={look}
      title={t('Show only these events')}
      aria-pressed={parts.every((part) => hasPart(store.filter.value, part))}
      onClick={() => store.setFilter(toggle(store.filter.value, ...parts))}
    >
      {content}
    </button>
  );
}

function Sparkline({ counts, tone }: { counts: readonly number[]; tone: 'events' | 'errors' | 'names' }) {
  return (
    <svg class={`sparkline of-${tone}`} viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={linePath(counts)} />
    </svg>
  );
}

function MostActive({ ranking, field }: { ranking: Ranking; field: 'user' | 'service' }) {
  const format = useFormat();
  const first = ranking.rows[0];
  if (!first) return null;
  const text = t(
    'most: {0}, {1}',
    valueLabel({ field, value: String(first[field]) }),
    format.percent(first.count / ranking.count),
  );
  return (
    <span class="muted small most" title={text}>
      {text}
    </span>
  );
}
