import { UserError } from '../core/userError.ts';
import { partitionOf } from './partition.ts';

/** A path as it is sent, and a query, decoded: as signatures and URLs are made of them. */
export interface RestTarget {
  path: string;
  query: Record<string, string>;
}

/**
 * Takes apart what routes.ts makes of a request. Signature Version 4 wants everything but letters, digits and -._~ encoded, once
 * in the URL, and encodes the path once more as it is sent. What an IAM user's name may hold stands as it is, because IAM compares
 * the path as it is sent with a policy's ${aws:username}. Throws a UserError for a name that no URL can hold.
 */
export function encodedTarget(target: string): RestTarget {
  const [path = '', query = ''] = target.split('?');
  for (const segment of path.split('/').slice(1)) {
    // Even percent-encoded these mean "here" and "above", and nothing means nothing.
    if (segment === '.' || segment === '..' || segment === '')
      throw new UserError(`${JSON.stringify(segment)} cannot stand in a path. Ask for it by a filter.`);
  }
  const sent = path.replace(UNENCODED, encodedByte).replace(OF_IAM_NAMES, decodeURIComponent);
  return { path: sent, query: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * The ARN of a route, as IAM knows it (API Gateway developer guide, "Control access for invoking an API"). The account is not known
 * here. `url`: of the API, with its stage; `route`: with {names} for what varies.
 */
export function routeArn(url: string, region: string, route: string): string {
  const { hostname, pathname } = new URL(url);
  // Clouds for tests have the id of the API in the path: see apiEndpoint.
  const [, id = hostname.split('.')[0], stage = ''] = /^(?:\/restapis\/([^/]+))?\/([^/]+)/.exec(pathname) ?? [];
  return `arn:${partitionOf(region)}:execute-api:${region}:*:${id}/${stage}/GET${route.replaceAll(/\{\w+\}/g, '*')}`;
}

/** The query string, with its question mark, of what has been signed. */
export function encodedQuery(query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** What encodeURIComponent leaves. */
const UNENCODED = /[!'()*]/g;

/** + , = and @: all of them mean nothing in a path (RFC 3986, pchar). */
const OF_IAM_NAMES = /%(?:2B|2C|3D|40)/g;

function encoded(text: string): string {
  return encodeURIComponent(text).replace(UNENCODED, encodedByte);
}

function encodedByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
