import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAws, whoAmI } from '../../../backend/aws/openAws.ts';
import { useAwsFiles } from '../../fixtures/awsFiles.ts';

const keys = (accessKeyId: string) => ({
  credentials: `[class]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = secret\n`,
});

describe('AWS as a profile sees it', () => {
  const files = useAwsFiles();
  const used: string[] = [];
  let server: Server;
  let outer: string | undefined;

  before(async () => {
    server = createServer((request, response) => {
      const [, key = ''] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      used.push(key);
      if (key !== 'AKIAFRESH') {
        response
          .writeHead(403)
          .end('<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>');
        return;
      }
      response.end(
        '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ana</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    outer = process.env['AWS_ENDPOINT_URL'];
    process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    if (outer === undefined) delete process.env['AWS_ENDPOINT_URL'];
    else process.env['AWS_ENDPOINT_URL'] = outer;
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => used.splice(0));

  it('says who is calling', async () => {
    files.write(keys('AKIAFRESH'));
    const aws = openAws({ profile: 'class', region: 'eu-west-1' });
    assert.deepEqual(await whoAmI(aws), { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ana' });
  });

  it('takes fresh credentials as soon as the files have them', async () => {
    files.write(keys('AKIAOLD'));
    const aws = openAws({ profile: 'class', region: 'eu-west-1' });
    await assert.rejects(whoAmI(aws), /have expired/);
    files.write(keys('AKIAFRESH'));
    assert.equal((await whoAmI(aws)).account, '111122223333');
    assert.deepEqual(used, ['AKIAOLD', 'AKIAOLD', 'AKIAOLD', 'AKIAFRESH']);
  });

  it('says where there are no credentials', async () => {
    files.write({});
    await assert.rejects(
      whoAmI(openAws({ profile: 'class', region: 'eu-west-1' })),
      /There are no AWS credentials: Could not load .* \(profile class\)/,
    );
  });
});
