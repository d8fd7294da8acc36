import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialsOf } from '../../../backend/aws/credentials.ts';
import { useAwsFiles } from '../../fixtures/awsFiles.ts';

/** Lends credentials, and writes down that it has. The program is a program that profiles name. */
const LENDER = `
  const { appendFileSync, readFileSync } = require('node:fs');
  const [, , log, minutes] = process.argv;
  appendFileSync(log, 'x');
  const AccessKeyId = 'AKIALENT' + readFileSync(log, 'utf8').length;
  const Expiration = new Date(Date.now() + Number(minutes) * 60_000).toISOString();
  console.log(JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey: 'secret', SessionToken: 'token', Expiration }));
`;

describe('credentialsOf', () => {
  const files = useAwsFiles();
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-lender-'));
  const [program, log] = [path.join(folder, 'lend.cjs'), path.join(folder, 'log')];
  const lent = () => readFileSync(log, 'utf8').length;
  const useLender = (minutes: number) =>
    files.write({ config: `[profile class]\ncredential_process = ${process.execPath} ${program} ${log} ${minutes}\n` });

  before(() => writeFileSync(program, LENDER));
  beforeEach(() => writeFileSync(log, ''));
  after(() => rmSync(folder, { recursive: true }));

  it('are borrowed once for as long as they hold, by all who ask at once', async () => {
    useLender(60);
    const provide = credentialsOf({ profile: 'class' });
    const [one, two] = await Promise.all([provide(), provide()]);
    assert.deepEqual([one.accessKeyId, two.accessKeyId], ['AKIALENT1', 'AKIALENT1']);
    assert.equal((await provide()).accessKeyId, 'AKIALENT1');
    assert.equal(lent(), 1);
  });

  it('are borrowed again shortly before their end', async () => {
    useLender(0.5);
    const provide = credentialsOf({ profile: 'class' });
    await provide();
    assert.equal((await provide()).accessKeyId, 'AKIALENT2');
  });

  it('are borrowed again where somebody insists', async () => {
    useLender(60);
    const provide = credentialsOf({ profile: 'class' });
    await provide();
    assert.equal((await provide({ forceRefresh: true })).accessKeyId, 'AKIALENT2');
  });

  it('are those of a changed profile at once', async () => {
    useLender(60);
    const provide = credentialsOf({ profile: 'class' });
    await provide();
    files.write({ credentials: '[class]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = secret\n' });
    assert.equal((await provide()).accessKeyId, 'AKIAKEYS');
    files.write({ credentials: '[class]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = secret\n' });
    assert.equal((await provide()).accessKeyId, 'AKIAOTHER');
  });

  it('are asked for again after a failure', async () => {
    files.write({});
    const provide = credentialsOf({ profile: 'class' });
    await assert.rejects(provide(), /profile class/);
    useLender(60);
    assert.equal((await provide()).accessKeyId, 'AKIALENT1');
  });
});
