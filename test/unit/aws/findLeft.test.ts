import assert from 'node:assert/strict';
import { findLeft } from '../../../backend/aws/deployment/findLeft.ts';
import { createTaggingClient, type TagQuery } from '../../../backend/aws/taggingClient.ts';
import { useJsonService } from '../../fixtures/jsonService.ts';

const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/cloudtrail-tracker-class-v1';
const LOGS = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/cloudtrail-tracker-class-ingest';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:cloudtrail-tracker-class-ingest';

describe('what is left of a tracker', () => {
  const asked: TagQuery[] = [];
  beforeEach(() => asked.splice(0));
  /** Pages of one look after the other; the last look is that of all later ones. */
  const tagging = (...looks: string[][][]) => ({
    async getResources(query: TagQuery) {
      asked.push(query);
      const pages = looks[0]!;
      const at = Number(query.token ?? 0);
      if (at === pages.length - 1 && looks.length > 1) looks.shift();
      return Promise.resolve({ arns: pages[at]!, token: at === pages.length - 1 ? undefined : String(at + 1) });
    },
  });
  const fast = { looks: 3, interval: 1 };

  it('is what has its tag, and its tag only', async () => {
    const left = await findLeft({ tagging: tagging([[TABLE], [LOGS]]) }, 'class', { looks: 1 });
    assert.deepEqual(
      left.map(({ name, isTable }) => [name, isTable]),
      [
        ['dynamodb table/cloudtrail-tracker-class-v1', true],
        ['logs log-group:/aws/lambda/cloudtrail-tracker-class-ingest', false],
      ],
    );
    // Not by names that begin alike: there may be a stage class-v2.
    assert.deepEqual(asked.map(({ key, value, token }) => [key, value, token]), [['cloudtrail-tracker', 'class', undefined], ['cloudtrail-tracker', 'class', '1']]); // prettier-ignore
  });

  it('is looked for again while AWS names what is deleted', async () => {
    assert.deepEqual((await findLeft({ tagging: tagging([[TABLE, LOGS]], [[TABLE]]) }, 'class', fast)).length, 1);
    assert.equal(asked.length, 2);
    const stays = await findLeft({ tagging: tagging([[QUEUE]]) }, 'class', fast);
    assert.deepEqual([stays.length, asked.length], [1, 2 + 3]);
  });
});

describe('the search by tag', () => {
  const service = useJsonService();
  const search = (token?: string) => {
    const client = createTaggingClient({ region: 'eu-west-1', credentials: CREDENTIALS, endpoint: service.url });
    return client.getResources({ key: 'cloudtrail-tracker', value: 'class', token });
  };

  it('is signed, and reads a page', async () => {
    const page = { ResourceTagMappingList: [{ ResourceARN: TABLE }], PaginationToken: 'x' };
    service.answers = [
      { status: 200, body: JSON.stringify(page) },
      { status: 200, body: '{"ResourceTagMappingList":[],"PaginationToken":""}' },
    ];
    assert.deepEqual(await search(), { arns: [TABLE], token: 'x' });
    assert.deepEqual(await search('x'), { arns: [], token: undefined });
    const { headers } = service.requests[0]!;
    assert.match(headers.authorization ?? '', /AKIAEXAMPLE\/\d{8}\/eu-west-1\/tagging\/aws4_request/);
    assert.equal(headers['x-amz-target'], 'ResourceGroupsTaggingAPI_20170126.GetResources');
    const TagFilters = [{ Key: 'cloudtrail-tracker', Values: ['class'] }];
    assert.deepEqual(
      service.requests.map(({ body }) => JSON.parse(body) as unknown),
      ['', 'x'].map((PaginationToken) => ({ TagFilters, PaginationToken })),
    );
  });

  it('is refused in a sentence that names the permission', async () => {
    service.answers = [
      { status: 400, body: '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"}' },
      { status: 502, body: '<html>' },
    ];
    const find = () => findLeft({ tagging: { getResources: () => search() } }, 'class', { looks: 1 });
    await assert.rejects(find(), /may not do tag:GetResources/);
    await assert.rejects(find(), /tag:GetResources \(UnknownError, 502\)/);
  });
});
