import { UserError } from '../core/userError.ts';

/** What one needs to ask a tracker, besides credentials: nothing secret. */
export interface ConnectionLink {
  /** Of the API, with its stage. */
  url: string;
  region: string;
  name: string;
}

const EXTENSION = 'cloudtrail-tracker.cloudtrail-tracker';
const HOST = /^[a-z0-9]{10}\.execute-api\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/;

/** A link that opens in VS Code: vscode://cloudtrail-tracker.cloudtrail-tracker/connect?url=…&region=…&name=… */
export function connectionLink({ url, region, name }: ConnectionLink, scheme: string): string {
  return `${scheme}://${EXTENSION}/connect?${new URLSearchParams({ url, region, name }).toString()}`;
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
  return connectionTo(
    parameters.get('url') ?? '',
    parameters.get('region') ?? undefined,
    parameters.get('name') ?? undefined,
  );
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
