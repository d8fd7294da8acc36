import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';

/** Finds what has a tag, of all services of a region that tags can be searched in. */
export interface TaggingClient {
  /** The ARNs of one page, and what the next one is asked for with. Needs tag:GetResources. */
  getResources(request: TagQuery, signal?: AbortSignal): Promise<TagPage>;
}

export interface TagQuery {
  key: string;
  value: string;
  /** Of the page before. */
  token?: string | undefined;
}

export interface TagPage {
  arns: string[];
  token: string | undefined;
}

export interface TaggingOptions {
  region: string;
  credentials: SignatureV4Init['credentials'];
  /** In place of AWS's own, as AWS's clients have it. */
  endpoint?: string | undefined;
}

/** What is used of the answer. */
interface Answer {
  ResourceTagMappingList?: { ResourceARN?: string }[];
  PaginationToken?: string;
  __type?: string;
  message?: string;
  Message?: string;
}

/**
 * A client of the Resource Groups Tagging API, for its one request that is of use here: AWS's own would be one more dependency.
 * Rejects as AWS's clients do.
 */
export function createTaggingClient({
  region,
  credentials,
  endpoint = endpointOf(region),
}: TaggingOptions): TaggingClient {
  const { protocol, host, hostname, port } = new URL(endpoint);
  const signer = new SignatureV4({ service: 'tagging', region, credentials, sha256: Sha256 });

  return {
    async getResources({ key, value, token = '' }, signal) {
      const body = JSON.stringify({ TagFilters: [{ Key: key, Values: [value] }], PaginationToken: token });
      const signed = await signer.sign({
        method: 'POST',
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: '/',
        headers: {
          host,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources',
        },
        body,
      });
      // fetch sends the host by itself.
      const { host: _host, ...headers } = signed.headers;
      const response = await fetch(`${protocol}//${host}/`, {
        method: 'POST',
        headers,
        body,
        signal,
        redirect: 'error',
      });
      const answer = answerIn(await response.text());
      if (!response.ok) throw refusal(response.status, answer);
      const arns = (answer.ResourceTagMappingList ?? []).flatMap(({ ResourceARN }) => ResourceARN ?? []);
      return { arns, token: answer.PaginationToken || undefined };
    },
  };
}

function endpointOf(region: string): string {
  return `https://tagging.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** An answer that is none of AWS's, as of a proxy, says nothing; then its status has to do. */
function answerIn(text: string): Answer {
  try {
    return (JSON.parse(text) ?? {}) as Answer;
  } catch {
    return {};
  }
}

/** For example of com.amazon.coral.service#AccessDeniedException. */
function refusal(httpStatusCode: number, { __type = '', message, Message = '' }: Answer): Error {
  const name = __type.split('#').at(-1) || 'UnknownError';
  return Object.assign(new Error(message ?? Message), { name, $metadata: { httpStatusCode } });
}
