import assert from 'node:assert/strict';
import type { Subject, TreeNode } from '../../../../extension/tree/activityNode.ts';
import { nodeText } from '../../../../extension/tree/nodeText.ts';
import { madrid, named } from '../texts.ts';

const now = Date.parse('2024-06-15T12:00:00Z');
const totals = { count: 1234, errors: 7, denied: 5, first: '2024-06-01T10:00:00Z', last: '2024-06-15T09:00:00Z' };
const node = (subject: Subject, more: Partial<TreeNode> = {}) =>
  ({ id: '', subject, totals, filter: {}, ...more }) as TreeNode;
const alice = { kind: 'iamUser', home: '111122223333', name: 'alice' } as const;
const role = { kind: 'role', home: '111122223333', name: 'Deploy' } as const;

describe('nodeText', () => {
  const cases: [TreeNode, label: string, description: string, spoken: string][] = [
    [
      node({ type: 'user', user: alice, label: 'name', showHome: true }),
      'alice',
      '1,234 · 5 denied · 3h ago · 111122223333',
      'alice, IAM user of account 111122223333, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node({ type: 'user', user: alice, label: 'home', showHome: false }),
      '111122223333',
      '1,234 · 5 denied · 3h ago',
      '111122223333, IAM user of account 111122223333, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node({ type: 'session', user: role, name: 'bob', claimed: true }),
      'bob',
      'claimed · 1,234 · 5 denied · 3h ago',
      'bob, session, claimed, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node({ type: 'session', user: role, name: undefined, claimed: false }),
      '(no session name)',
      '1,234 · 5 denied · 3h ago',
      '(no session name), session, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node({ type: 'kind', kind: 'iamUser' }, {
        children: [
          node({ type: 'namesakes', kind: 'iamUser', name: 'x' }, {
            children: [node({ type: 'service', name: 'a' }), node({ type: 'service', name: 'b' })],
          } as never),
          node({ type: 'service', name: 'c' }),
        ],
      } as never),
      'IAM Users',
      '3 users · 1,234 · 5 denied · 3h ago',
      'IAM Users, 3 users, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node({ type: 'group', name: 'Class\nB', description: '', active: 12, size: 1040 }),
      'Class␊B',
      '12 of 1,040 active · 1,234 · 5 denied · 3h ago',
      'Class␊B, group, 12 of 1,040 active, 1,234 events, 5 denied, last seen 3h ago',
    ],
    [
      node(
        { type: 'member', name: 'eve' },
        {
          totals: { count: 0, errors: 0, denied: 0, first: '', last: '' },
        },
      ),
      'eve',
      '0',
      'eve, member of a group, 0 events',
    ],
    [
      { id: '', subject: { type: 'more', total: 2000 }, filter: {} },
      'Show All 2,000 in Table',
      '',
      'Show All 2,000 in Table',
    ],
    [
      { id: '', subject: { type: 'hidden', hidden: 9_500, all: 10_000 } },
      '95% hidden by the scope',
      'Show Everything',
      'The scope hides 9,500 of the 10,000 events of this period. Click to show everything.',
    ],
  ];
  for (const [subject, label, description, spoken] of cases) {
    it(`describes ${label}`, () => {
      const text = nodeText(subject, madrid, now);
      assert.deepEqual([text.label, text.description, text.spoken], [label, description, spoken]);
    });
  }

  it('names accounts, with number and origin in the tooltip', () => {
    const { label, description, tooltip, spoken } = nodeText(
      node({ type: 'user', user: alice, label: 'home', showHome: true }),
      named,
      now,
    );
    assert.deepEqual([label, description], ['production', '1,234 · 5 denied · 3h ago · production']);
    assert.match(spoken, /^production, IAM user of account production, /);
    assert.deepEqual(tooltip.split('\n').slice(0, 3), [
      'production',
      'IAM user of account production (111122223333)',
      'The account is called so in AWS Organizations, as of Jun 1, 2024, 12:00 PM GMT+2.',
    ]);
  });

  it('says nothing of denials where there are none', () => {
    const quiet = { ...node({ type: 'service', name: 'ec2' }), totals: { ...totals, denied: 0 } } as TreeNode;
    assert.equal(nodeText(quiet, madrid, now).description, '1,234 · 3h ago');
  });

  it('tells in the tooltip what a claimed name is, and the times with their zone', () => {
    assert.deepEqual(
      nodeText(node({ type: 'session', user: role, name: 'bob', claimed: true }), madrid, now).tooltip.split('\n'),
      [
        'bob',
        'Session of role Deploy. The name was chosen by whoever assumed the role: it is claimed, not proven.',
        '',
        '1,234 events: 5 denied, 2 other errors',
        'First seen Jun 1, 2024, 12:00 PM GMT+2',
        'Last seen Jun 15, 2024, 11:00 AM GMT+2',
      ],
    );
  });
});
