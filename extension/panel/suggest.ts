import { isCountedField } from '../../backend/core/filter.ts';
import type { PanelDeps } from './panelDeps.ts';
import type { Suggestion } from './protocol.ts';

/** The fields that are looked through for a text without a field. */
const USUAL = ['user', 'eventName', 'service', 'errorCode'];

/** Values of the period and scope, whatever the panel's filter: what is filtered out can be added. */
export async function suggest(
  deps: PanelDeps,
  { text, field, limit }: { text: string; field?: string; limit: number },
  signal: AbortSignal,
): Promise<Suggestion[]> {
  const source = deps.source();
  if (!source) return [];
  const { api, metered } = source;
  const { from, to } = deps.period();
  const wanted = text.toLowerCase();

  async function valuesOf(one: string): Promise<Suggestion[]> {
    // Only the counters answer for nothing.
    if (metered && !isCountedField(one)) return [];
    const request = { from, to, tz: deps.timeZone(), filter: deps.scope().filter, groupBy: [one] };
    const counts = new Map<string, number>();
    for (const row of await api.activity(request, signal)) {
      const value = String(row[one]);
      if (value.toLowerCase().includes(wanted)) counts.set(value, (counts.get(value) ?? 0) + row.count);
    }
    return [...counts].map(([value, count]) => ({ field: one, value, count }));
  }

  const found = await Promise.all((field === undefined ? USUAL : [field]).map(valuesOf));
  const nearness = ({ value }: Suggestion) =>
    value.toLowerCase() === wanted ? 2 : value.toLowerCase().startsWith(wanted) ? 1 : 0;
  return found
    .flat()
    .filter(({ value }) => value !== '')
    .sort((a, b) => nearness(b) - nearness(a) || b.count - a.count)
    .slice(0, limit);
}
