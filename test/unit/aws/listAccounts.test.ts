import assert from 'node:assert/strict';
import { listAccounts } from '../../../backend/aws/listAccounts.ts';
import { useJsonService } from '../../fixtures/jsonService.ts';

const VARIABLE = 'AWS_ENDPOINT_URL_ORGANIZATIONS';
const credentials = () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' });
const account = (Id: string, Name: string) => ({
  Id,
  Name,
  Arn: `arn:aws:organizations::111122223333:account/o-example/${Id}`,
  Email: `${Name}@example.com`,
  Status: 'ACTIVE',
});
const page = (Accounts: object[], NextToken?: string) => ({
  status: 200,
  body: JSON.stringify({ Accounts, NextToken }),
});
const refused = (__type: string, Message = '') => ({ status: 400, body: JSON.stringify({ __type, Message }) });

describe('the accounts of an organization', () => {
  const service = useJsonService();
  const waited: number[] = [];
  const clock = { now: () => 0, sleep: async (time: number) => Promise.resolve(void waited.push(time)) };
  const list = (region = 'eu-west-1', pages: number[] = []) =>
    listAccounts({ region, credentials }, clock, (accounts) => pages.push(accounts));
  const outer = process.env[VARIABLE];
  beforeEach(() => {
    process.env[VARIABLE] = service.url;
    waited.length = 0;
  });
  after(() => {
    if (outer === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = outer;
  });

  it('come page by page, names and numbers only', async () => {
    service.answers = [
      page([account('111122223333', 'management'), account('444455556666', 'production')], 'x'),
      // AWS may answer an empty page that has a next.
      page([], 'y'),
      page([account('777788889999', 'sandbox')]),
    ];
    const pages: number[] = [];
    assert.deepEqual(await list('eu-west-1', pages), {
      organization: 'o-example',
      names: { '111122223333': 'management', '444455556666': 'production', '777788889999': 'sandbox' },
    });
    assert.deepEqual(pages, [2, 2, 3]);
    assert.deepEqual(service.requests.map(({ body }) => body), ['{"MaxResults":20}', '{"MaxResults":20,"NextToken":"x"}', '{"MaxResults":20,"NextToken":"y"}']); // prettier-ignore
    assert.ok(service.requests.every(({ headers }) => headers['x-amz-target'] === 'AWSOrganizationsV20161128.ListAccounts')); // prettier-ignore
  });

  for (const [region, signed] of [
    ['eu-west-1', 'us-east-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
    ['cn-north-1', 'cn-northwest-1'],
  ] as const) {
    it(`of a profile in ${region} are asked for in ${signed}`, async () => {
      service.answers = [page([])];
      await list(region);
      assert.match(
        service.requests[0]?.headers.authorization ?? '',
        new RegExp(`/${signed}/organizations/aws4_request`),
      );
    });
  }

  it('are asked for again where AWS was asked too often', async () => {
    service.answers = [refused('TooManyRequestsException'), page([account('444455556666', 'production')])];
    assert.deepEqual((await list()).names, { '444455556666': 'production' });
    assert.ok(waited.includes(1000));
  });

  it('are refused in a sentence that names action and resource, and who may', async () => {
    service.answers = [refused('AccessDeniedException', "You don't have permissions to access this resource.")];
    await assert.rejects(list(), {
      name: 'UserError',
      message:
        'This identity may not do organizations:ListAccounts on the organization (its management account and delegated administrators may). Ask for that permission, or choose another profile.',
    });
  });

  it('are none where the account is in no organization, which is said so', async () => {
    service.answers = [refused('com.amazonaws.organizations#AWSOrganizationsNotInUseException', 'Your account …')];
    await assert.rejects(list(), /in no organization/);
  });
});
