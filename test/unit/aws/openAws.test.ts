import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { credentialsByProfile } from '../../../backend/aws/credentials.ts';
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
    const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
      const [, key = ''] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      used.push(key);
      if (body.includes('Action=AssumeRole')) {
        const end = new Date(Date.now() + 3_600_000).toISOString();
        response.end(
          `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIAFRESH</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
        );
        return;
      }
      if (key !== 'AKIAFRESH') {
        response
          .writeHead(403)
          .end('<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>');
        return;
      }
      response.end(
        '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ana</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    };
    server = createServer((request, response) => {
      void request.toArray().then((parts) => answer(request, response, parts.join('')));
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

  it('says that a profile has a region that is none', async () => {
    files.write(keys('AKIAFRESH'));
    const wrong = openAws({ profile: 'class', region: 'eu west 1' });
    await assert.rejects(whoAmI(wrong), { name: 'UserError', message: /"eu west 1" is not the name of a region/ });
  });

  it('says where there are no credentials', async () => {
    files.write({});
    await assert.rejects(
      whoAmI(openAws({ profile: 'class', region: 'eu-west-1' })),
      /There are no AWS credentials: Could not load .* \(profile class\)/,
    );
  });

  describe('of a role that wants the code of an MFA device', () => {
    const codes: string[] = [];
    const askMfaCode = async (device: string) => {
      codes.push(device);
      return Promise.resolve('123456');
    };
    const ROLE = 'arn:aws:iam::111122223333:role/teacher';
    const DEVICE = 'arn:aws:iam::111122223333:mfa/ana';
    beforeEach(() => {
      codes.splice(0);
      files.write({
        ...keys('AKIAKEYS'),
        config: `[profile teacher]\nrole_arn = ${ROLE}\nsource_profile = class\nmfa_serial = ${DEVICE}\n`,
      });
    });

    it('asks for one code for all regions and services', async () => {
      const aws = openAws({ profile: 'teacher', region: 'eu-west-1', askMfaCode });
      await whoAmI(aws);
      for (const region of ['us-east-1', 'eu-central-1', 'eu-west-3']) await whoAmI(aws.in(region));
      await aws.in('us-east-1').s3.config.credentials();
      assert.deepEqual(codes, [DEVICE]);
    });

    it('asks for one code for all who use the profile, until its files change', async () => {
      const provider = credentialsByProfile(askMfaCode);
      const open = () => openAws({ profile: 'teacher', region: 'eu-west-1', credentials: provider('teacher') });
      await Promise.all([whoAmI(open()), whoAmI(open()), provider('teacher')({ forceRefresh: true })]);
      await whoAmI(open());
      assert.equal(codes.length, 1);
      files.write({
        ...keys('AKIAKEYS'),
        config: `[profile teacher]\nrole_arn = ${ROLE}2\nsource_profile = class\nmfa_serial = ${DEVICE}\n`,
      });
      await whoAmI(open());
      assert.equal(codes.length, 2);
    });
  });
});
