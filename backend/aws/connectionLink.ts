import { UserError } from '../core/userError.ts';

/** What one needs to ask a tracker, besides credentials: nothing secret. */
export interface ConnectionLink {
  /** Of the API, with its stage. */
  url: string;
  region: string;
  name: string;
  /** For those who may ask for nothing but what they have done themselves. */
  ownView?: true;
}

const EXTENSION = 'cloudtrail-tracker.cloudtrail-tracker';
const HOST = /^[a-z0-9]{10}\.execute-api\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/;

const OWN_VIEW = 'own';

/** A link that opens in VS Code: vscode://cloudtrail-tracker.cloudtrail-tracker/connect?url=…&region=…[&view=own]&name=… */
export function connectionLink({ url, region, name, ownView }: ConnectionLink, scheme: string): string {
  const parameters = { url, region, ...(ownView && { view: OWN_VIEW }), name };
  // A space as %20: to whoever decodes it all at once, a plus is a plus.
  const query = new URLSearchParams(parameters).toString().replaceAll('+', '%20');
  return `${scheme}://${EXTENSION}/connect?${query}`;
}

/**
 * A link that was followed. VS Code hands its query over decoded as a whole, so that what separates its parts cannot be told from what
 * stands in them; but only the name, which comes last, can hold such characters.
 */
export function followedLink(query: string): string {
  const [, front = query, name] = /^(.*?)&name=(.*)$/s.exec(query) ?? [];
  const parts = new URLSearchParams();
  for (const part of front.split('&')) {
    const [, key = part, value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    parts.set(key, value);
  }
  if (name !== undefined) parts.set('name', name);
  return `vscode://${EXTENSION}/connect?${parts.toString()}`;
}

/**
 * Reads a link, or the URL of an API by itself. Links come from anywhere, and whoever follows one sends signed requests there:
 * so the host has to be one of API Gateway's, and nothing else may stand in it. Throws a UserError that says what is wrong.
 */
export function readConnectionLink(text: string): ConnectionLink {
  const link = urlOf(text.trim());
  if (link?.protocol === 'https:') return connectionTo(link.href, undefined, undefined);
  if (!link || link.host !== EXTENSION || link.pathname !== '/connect')
    throw new UserError(
      'This is no connection link. "Copy Connection Link" makes one, on a tracker in the Sources view.',
    );
  const parameters = link.searchParams;
  const view = parameters.get('view');
  if (view !== null && view !== OWN_VIEW)
    throw new UserError('The link is for a view that this version of the extension does not know.');
  return {
    ...connectionTo(
      parameters.get('url') ?? '',
      parameters.get('region') ?? undefined,
      parameters.get('name') ?? undefined,
    ),
    ...(view === OWN_VIEW && { ownView: true }),
  };
}

function connectionTo(text: string, region: string | undefined, name: string | undefined): ConnectionLink {
  const url = urlOf(text);
  const [, hostRegion] = HOST.exec(url?.host ?? '') ?? [];
  const [, stage] = /^\/([A-Za-z0-9_-]{1,128})\/?$/.exec(url?.pathname ?? '') ?? [];
  if (!url || url.protocol !== 'https:' || hostRegion === undefined || stage === undefined)
    throw new UserError(
      'The link does not lead to a tracker: https://ID.execute-api.REGION.amazonaws.com/STAGE is expected.',
    );
  if (url.username || url.password || url.search || url.hash)
    throw new UserError('The address of the tracker holds more than its host and stage.');
  if (region !== undefined && region !== hostRegion)
    throw new UserError(`The link names the region ${region.slice(0, 30)}, but its tracker is in ${hostRegion}.`);
  const short = (name ?? stage).replaceAll(/\p{C}/gu, '').slice(0, 60);
  return { url: `https://${url.host}/${stage}`, region: hostRegion, name: short === '' ? stage : short };
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
