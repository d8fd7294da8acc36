import { readRemote } from './remote.ts';
import { createRemoteSource, type Source } from './source.ts';

/** The trackers in the setting, each once. People edit it, so whatever is no tracker is left out. */
export function trackersIn(setting: unknown): Source[] {
  const sources = Array.isArray(setting) ? setting.flatMap(sourceOf) : [];
  return sources.filter(({ id }, at) => sources.findIndex((other) => other.id === id) === at);
}

/** What the setting holds of a tracker: its name, and where and how it is asked. */
export function settingOf({ name, remote }: Source): object {
  const { type: _type, ...place } = remote ?? { type: undefined };
  return { name, ...place };
}

function sourceOf(value: unknown): Source[] {
  const remote = readRemote({ ...(value as object | null), type: 'tracker' });
  if (remote?.type !== 'tracker' || !URL.canParse(remote.url)) return [];
  const { name } = value as { name?: unknown };
  return [createRemoteSource(remote, typeof name === 'string' && name !== '' ? name : new URL(remote.url).host)];
}
