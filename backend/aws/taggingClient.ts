import { awsEndpoint, createJsonClient, type JsonClientOptions } from './jsonClient.ts';

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

export interface TaggingOptions extends Pick<JsonClientOptions, 'region' | 'credentials'> {
  /** In place of AWS's own, as AWS's clients have it. */
  endpoint?: string | undefined;
}

/** What is used of the answer. */
interface Answer {
  ResourceTagMappingList?: { ResourceARN?: string }[];
  PaginationToken?: string;
}

/** A client of the Resource Groups Tagging API, for its one request that is of use here. */
export function createTaggingClient({
  region,
  credentials,
  endpoint = awsEndpoint(`tagging.${region}`, region),
}: TaggingOptions): TaggingClient {
  const target = 'ResourceGroupsTaggingAPI_20170126';
  const call = createJsonClient({ service: 'tagging', target, region, credentials, endpoint });

  return {
    async getResources({ key, value, token = '' }, signal) {
      const request = { TagFilters: [{ Key: key, Values: [value] }], PaginationToken: token };
      const answer = (await call('GetResources', request, signal)) as Answer;
      const arns = (answer.ResourceTagMappingList ?? []).flatMap(({ ResourceARN }) => ResourceARN ?? []);
      return { arns, token: answer.PaginationToken || undefined };
    },
  };
}
