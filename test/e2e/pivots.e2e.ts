import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assertAccessible } from './accessibility.ts';
import { change, writeLogFile, type LogRecord } from './logFiles.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

const ROLE = 'arn:aws:iam::111122223333:role/admin';

/** Ana, with a key that lasts, assumes a role; with its keys a bucket is made and deleted, which AWS logs once more. */
function story(): LogRecord[] {
  const [assumes, creates, deletes, cleans, bobs] = [1, 2, 3, 4, 5].map((number) => change('ana', number, 60 - number));
  const session = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:ana',
    arn: 'arn:aws:sts::111122223333:assumed-role/admin/ana',
    accountId: '111122223333',
    accessKeyId: 'ASIASESSIONEXAMPLE',
    sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, userName: 'admin', accountId: '111122223333' } },
  };
  return [
    {
      ...assumes!,
      userIdentity: { ...assumes!.userIdentity, accessKeyId: 'AKIAANAEXAMPLE' },
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      readOnly: true,
      requestParameters: { roleArn: ROLE, roleSessionName: 'ana' },
      responseElements: { credentials: { accessKeyId: 'ASIASESSIONEXAMPLE', sessionToken: 'EXAMPLE' } },
    },
    { ...creates!, userIdentity: session, requestParameters: { bucketName: 'reports' } },
    {
      ...deletes!,
      userIdentity: session,
      eventName: 'DeleteBucket',
      requestID: 'REQUEST1',
      requestParameters: { bucketName: 'reports' },
    },
    {
      ...cleans!,
      eventTime: deletes!.eventTime,
      eventName: 'DeleteBucketPolicy',
      requestID: 'REQUEST1',
      requestParameters: { bucketName: 'reports' },
      userIdentity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' },
    },
    { ...bobs!, userIdentity: { ...bobs!.userIdentity, userName: 'bob' } },
  ];
}

describe('from an event to others', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-pivots-'));
    writeLogFile(folder, 1, story());
  });
  after(() => rmSync(folder, { recursive: true }));

  const vscode = useVSCode({ folder: () => folder, viewport: { width: 1440, height: 1000 } });
  const details = () => vscode().webview.getByRole('complementary', { name: 'Event details' });
  const rows = () => vscode().webview.getByRole('grid', { name: 'Events' }).locator('.grid-body .row');
  const event = (name: string) => rows().locator('.cell-eventName').getByText(name, { exact: true }).first();
  const follow = (name: string) => details().getByRole('button', { name, exact: true }).click();
  const back = () => vscode().page.keyboard.press('Alt+ArrowLeft');
  const eventNames = async (...expected: string[]) => {
    await vscode().webview.locator('.events-list .small').getByText(String(expected.length), { exact: true }).waitFor();
    assert.deepEqual((await rows().locator('.cell-eventName').allInnerTexts()).sort(), expected.sort());
  };

  it('tell who, with what is proven and what only claimed', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('Roles').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Scope…');
    await vscode().quickPickRow('Everything').click();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('tab', { name: 'Events' }).click();
    await event('DeleteBucket').click();
    await details().getByText('ASIASESSIONEXAMPLE').waitFor();
    await details()
      .getByRole('img', { name: /Claimed by the caller/ })
      .first()
      .waitFor();
  });

  it('find who began a session, by the key that it was given', async () => {
    await follow('Who Began This Session?');
    const chain = details().locator('.chain');
    await chain.getByText('ana', { exact: true }).waitFor();
    await screenshot(vscode(), 'details-session-chain');
    await assertAccessible(await vscode().webviewFrame());
    await chain.getByRole('button', { name: 'Show' }).click();
    await details().getByRole('heading', { name: 'AssumeRole' }).waitFor();
  });

  it('lead from there to all that the session did', async () => {
    await follow('What its session did');
    await eventNames('CreateBucket', 'DeleteBucket');
    await back();
    await eventNames('AssumeRole', 'CreateBucket', 'CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy');
  });

  it('lead to the same request and the same resource', async () => {
    await event('DeleteBucket').click();
    await details().getByRole('heading', { name: 'DeleteBucket', exact: true }).waitFor();
    await follow('Same request');
    await eventNames('DeleteBucket', 'DeleteBucketPolicy');
    await follow('Same resource');
    await eventNames('CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy');
    await back();
    await back();
  });

  it('lead to what happened around, and back to the whole period', async () => {
    await follow('Around this time');
    await vscode().webview.getByRole('button', { name: 'Back to the Period Before' }).waitFor();
    await back();
    await vscode().webview.getByRole('button', { name: 'Back to the Period Before' }).waitFor({ state: 'detached' });
  });

  it('filter by any of their lines, or exclude it', async () => {
    await details().getByRole('button', { name: 'Not reports' }).first().click();
    await eventNames('AssumeRole', 'CreateBucket');
  });
});
