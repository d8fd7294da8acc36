import assert from 'node:assert/strict';
import type { UserKind } from '../../../../backend/core/event.ts';
import type { Subject } from '../../../../extension/tree/activityNode.ts';
import { consoleUrl } from '../../../../extension/tree/consoleUrl.ts';

const user = (kind: UserKind, home: string, name: string): Subject => ({
  type: 'user',
  user: { kind, home, name },
  label: 'name',
  showHome: false,
});
const iam = 'https://console.aws.amazon.com/iam/home#';
const history = 'https://console.aws.amazon.com/cloudtrailv2/home#/events';

describe('consoleUrl', () => {
  const cases: [Subject, string | undefined][] = [
    [user('iamUser', '111122223333', 'alice'), `${iam}/users/details/alice`],
    [user('iamUser', '111122223333', 'a+b@example.com'), `${iam}/users/details/a%2Bb%40example.com`],
    [user('role', '111122223333', 'Deploy'), `${iam}/roles/details/Deploy`],
    [user('iamUser', '111122223333', 'a#/../x'), undefined],
    [user('iamUser', '111122223333', 'a b'), undefined],
    [user('iamUser', '111122223333', 'a\nb'), undefined],
    [user('iamUser', 'example.com', 'alice'), undefined],
    [user('root', '111122223333', 'root'), undefined],
    [user('person', '', 'ann@example.com'), undefined],
    [{ type: 'service', name: 'ec2' }, `${history}?EventSource=ec2.amazonaws.com`],
    [{ type: 'service', name: 'evil.example/x' }, undefined],
    [{ type: 'eventName', name: 'RunInstances' }, `${history}?EventName=RunInstances`],
    [{ type: 'eventName', name: 'https://portal.sso.us-east-1.amazonaws.com/x' }, undefined],
    [{ type: 'kind', kind: 'role' }, undefined],
  ];
  for (const [subject, url] of cases) {
    it(`of ${JSON.stringify(subject)} is ${url}`, () => assert.equal(consoleUrl(subject), url));
  }
});
