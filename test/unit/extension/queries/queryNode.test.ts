import assert from 'node:assert/strict';
import { eventOf } from '../../../../backend/core/eventOf.ts';
import { leftRunning } from '../../../../backend/core/leftRunning.ts';
import { changeItem } from '../../../../extension/queries/changeItem.ts';
import type { Query } from '../../../../extension/queries/query.ts';
import {
  leftNodes,
  queryContext,
  targetOf,
  userNodes,
  type QueryNode,
} from '../../../../extension/queries/queryNode.ts';
import { queryNodeText } from '../../../../extension/queries/queryText.ts';
import { withoutLinks } from '../../../../extension/format.ts';
import { madrid, named } from '../texts.ts';
import { call } from './fakeSession.ts';

const now = Date.parse('2024-06-15T12:00:00Z');
const query: Query = {
  id: 'preset/x',
  name: 'Deletions',
  description: 'What deletes',
  filter: { eventName: { prefix: ['Delete'] } },
  scope: 'changes',
  icon: 'trash',
  kind: 'preset',
};
const row: QueryNode & { type: 'query' } = { type: 'query', id: query.id, value: query.name, query };
const totals = { count: 1234, errors: 7, denied: 5, first: '2024-06-01T10:00:00Z', last: '2024-06-15T09:00:00Z' };
const text = (node: QueryNode, known?: typeof totals, counted = true) =>
  queryNodeText(node, known, counted, madrid, now);

describe('rows of the Queries view', () => {
  it('say of a query how often it matches, and what it asks for', () => {
    assert.deepEqual(text(row, totals), {
      label: 'Deletions',
      description: '1,234 · 5 denied · 3h ago',
      tooltip: 'Deletions\nWhat deletes\n\neventName: Delete…\nScope: All changes',
      spoken: 'Deletions, 1,234 events, 5 denied, 3h ago, What deletes',
    });
    assert.equal(text(row).description, '');
    assert.match(text(row, undefined, false).tooltip, /Not counted/);
    // All of them are denied: that is what was asked for.
    assert.equal(text(row, { ...totals, denied: 1234 }).description, '1,234 · 3h ago');
    assert.equal(queryContext(row), 'presetQuery');
    assert.deepEqual(targetOf(row), query);
  });

  it('say who did it, most often first, and find just them', () => {
    const user = (name: string, count: number) => ({
      ...totals,
      kind: 'iamUser',
      home: '111122223333',
      user: name,
      count,
    });
    const nodes = userNodes(row, [user('ana', 1), user('bob', 3), user('eve', 2)], 2);
    assert.deepEqual(
      nodes.map((node) => text(node).label),
      ['bob', 'eve', 'Show All 3 in Table'],
    );
    assert.deepEqual(targetOf(nodes[0]!), {
      filter: { eventName: { prefix: ['Delete'] }, user: { in: ['bob'] } },
      scope: 'changes',
    });
    assert.deepEqual(targetOf(nodes[2]!), query);
    assert.equal(new Set(nodes.map(({ id }) => id)).size, 3);
    assert.ok(nodes.every((node) => node.parent === row && node.id.startsWith(row.id)));
  });

  it('keep to the query’s own users where it names some', () => {
    const ofSome = { ...row, query: { ...query, filter: { user: { in: ['ana', 'bob'] } } } };
    const ana = { ...totals, kind: 'iamUser', home: '', user: 'ana' };
    assert.deepEqual(targetOf(userNodes(ofSome, [ana], 9)[0]!)?.filter, { user: { in: ['ana'] } });
  });

  it('say what was left by kind: whose, since when and which', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';
    const role = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/bob',
      sessionContext: { sessionIssuer: { userName: 'Deploy', accountId: '111122223333' } },
    };
    const events = [
      call('CreateBucket', { eventSource: 's3.amazonaws.com', requestParameters: { bucketName: 'lab' } }),
      call('CreateLoadBalancer', {
        eventSource: 'elasticloadbalancing.amazonaws.com',
        userIdentity: role,
        responseElements: { loadBalancers: [{ loadBalancerArn: arn }] },
      }),
    ].map((record) => eventOf(record, 'f', 0));
    const kinds = leftNodes(row, leftRunning(events, '2100'));
    assert.deepEqual(
      kinds.map((node) => [text(node).label, text(node).description]),
      [
        ['Load Balancers', '1'],
        ['Buckets', '1'],
      ],
    );
    const [balancer, bucket] = kinds.flatMap((node) => (node.type === 'leftKind' ? node.children : []));
    assert.deepEqual(text(bucket!), {
      label: 'ana',
      description: '1d ago · lab',
      tooltip: 'lab\nCreated by ana\nJun 14, 2024, 12:00 PM GMT+2\n111122223333 · eu-west-1',
      spoken: 'ana, Buckets, lab, since 1d ago',
    });
    assert.match(
      queryNodeText(bucket!, undefined, true, named, now).tooltip,
      /\nproduction \(111122223333\) · eu-west-1$/,
    );
    assert.equal(text(balancer!).label, 'Deploy');
    assert.match(text(balancer!).description, /^bob, claimed · 1d ago · loadbalancer\/app\/web\//);
    assert.match(text(balancer!).tooltip, /Created by Deploy \(bob, claimed\)/);
    assert.deepEqual(targetOf(bucket!), {
      filter: { resources: { in: ['lab', 'arn:aws:s3:::lab'] } },
      scope: 'changes',
    });
  });

  it('name the accounts that a query is about', () => {
    const filter = { account: { in: ['111122223333'], not: ['1'] }, user: { in: ['111122223333'] } };
    const { tooltip } = queryNodeText({ ...row, query: { ...query, filter } }, totals, true, named, now);
    assert.match(tooltip, /\naccount: production \(111122223333\), not 1\nuser: 111122223333\n/);
  });

  it('show what log files and workspaces have in them as it can be seen', () => {
    const hostile = 'lab\u202e\u001b[31m\n';
    const userIdentity = { type: 'IAMUser', accountId: '111122223333', userName: hostile };
    const bucket = call('CreateBucket', {
      eventSource: 's3.amazonaws.com',
      userIdentity,
      requestParameters: { bucketName: hostile },
    });
    const kinds = leftNodes(row, leftRunning([eventOf(bucket, 'f', 0)], '2100'));
    const [left] = kinds.flatMap((node) => (node.type === 'leftKind' ? node.children : []));
    const own = { ...query, name: hostile, description: hostile, filter: { eventName: { in: [hostile] } } };
    for (const { label, description, tooltip, spoken } of [text(left!), text({ ...row, query: own }, totals)]) {
      assert.doesNotMatch([label, description, spoken].join(), /[\u202e\u001b\n]/);
      assert.doesNotMatch(tooltip, /[\u202e\u001b]/);
      assert.match(tooltip, /^lab�␛/);
    }
  });
});

describe('a change in the list of Who Changed This?', () => {
  it('says who, what, when and with which outcome, and marks a name that is claimed', () => {
    const refused = changeItem(eventOf(call('DeleteVolume', { errorCode: 'AccessDenied' }), 'f', 0), madrid);
    assert.deepEqual(
      [refused.label, refused.description, refused.detail],
      [
        '$(account) ana',
        '',
        'DeleteVolume · Jun 14, 2024, 12:00 PM GMT+2 · denied (AccessDenied) · 111122223333 · eu-west-1',
      ],
    );
    const inProduction = changeItem(eventOf(call('DeleteVolume'), 'f', 0), named);
    assert.match(inProduction.detail, / · production \(111122223333\) · eu-west-1$/);
    const role = { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/Deploy/$(x)', accountId: '1' };
    const claimed = changeItem(eventOf(call('DeleteVolume', { userIdentity: role }), 'f', 0), madrid);
    assert.deepEqual([claimed.label, claimed.description], ['$(shield) Deploy', '\\$(x) · claimed']);
  });
});

describe('names in notifications', () => {
  it('are no links', () => {
    assert.equal(withoutLinks('[x](command:y) [a] (b)'), '[x] (command:y) [a] (b)');
  });
});
