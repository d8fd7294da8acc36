import { GROUP, isAccountField, isCountedField } from '../../backend/core/filter.ts';
import type { PanelDeps } from './panelDeps.ts';
import type { Suggestion } from './protocol.ts';

/** The fields that are looked through for a text without a field. */
const USUAL = [GROUP, 'user', 'eventName', 'service', 'errorCode'];

/** Values of the period and scope, whatever the panel's filter: what is filtered out can be added. Accounts are found by name, too, and groups that the workspace has. */
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
  const names = deps.accountNames();
  const nameOf = (one: string, value: string) => ((isAccountField(one) && names.get(value)) || '').toLowerCase();

  async function groups(): Promise<Suggestion[]> {
    const all = await deps.classes.groups();
    return all
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ name }) => ({ field: GROUP, value: name }));
  }

  async function valuesOf(one: string): Promise<Suggestion[]> {
    if (one === GROUP) return groups();
    // Only the counters answer for nothing.
    if (metered && !isCountedField(one)) return [];
    const request = { from, to, tz: deps.timeZone(), filter: deps.scope().filter, groupBy: [one] };
    const counts = new Map<string, number>();
    for (const row of await api.activity(request, signal)) {
      const value = String(row[one]);
      if (value.toLowerCase().includes(wanted) || nameOf(one, value).includes(wanted))
        counts.set(value, (counts.get(value) ?? 0) + row.count);
    }
    return [...counts].map(([value, count]) => ({ field: one, value, count }));
  }

  // Accounts are asked for only where one is called so: each field is a question.
  const named = [...names.values()].some((name) => name.toLowerCase().includes(wanted));
  const usual = named ? [...USUAL, 'account'] : USUAL;
  const found = await Promise.all((field === undefined ? usual : [field]).map(valuesOf));
  const nearness = ({ field: one, value }: Suggestion) => {
    const texts = [value.toLowerCase(), nameOf(one, value)];
    return texts.includes(wanted) ? 2 : texts.some((each) => each.startsWith(wanted)) ? 1 : 0;
  };
  return found
    .flat()
    .filter(({ value }) => value !== '')
    .sort((a, b) => nearness(b) - nearness(a) || (b.count ?? 0) - (a.count ?? 0))
    .slice(0, limit);
}
