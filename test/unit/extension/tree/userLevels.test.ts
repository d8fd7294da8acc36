import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../../backend/core/activity.ts';
import { nameOf, type ActivityNode } from '../../../../extension/tree/activityNode.ts';
import { servicesLevel } from '../../../../extension/tree/levels.ts';
import { kindsLevel, startsExpanded, userFilters, userOf, usersLevel } from '../../../../extension/tree/userLevels.ts';

const row = (groups: Record<string, string>, count = 1, last = '2024-01-02T00:00:00Z'): ActivityRow => ({
  count,
  errors: 1,
  denied: 1,
  first: '2024-01-01T00:00:00Z',
  last,
  ...groups,
});
const user = (kind: string, home: string, name: string, count = 1) => row({ kind, home, user: name }, count);
const only = (nodes: ActivityNode[] | undefined): ActivityNode => {
  assert.equal(nodes?.length, 1);
  return nodes[0]!;
};

describe('levels of the Users view', () => {
  it('lists the kinds in one order, and only those that are there', () => {
    const nodes = kindsLevel().nodes([user('service', '', 'ec2'), user('role', '1', 'r'), user('person', '', 'p')]);
    assert.deepEqual(
      nodes.map(({ subject }) => nameOf(subject)),
      ['person', 'role', 'service'],
    );
    assert.deepEqual(
      nodes.map(({ subject }) => startsExpanded(subject)),
      [true, true, false],
    );
  });

  it('sums a kind up', () => {
    const { totals, filter } = only(kindsLevel().nodes([user('role', '1', 'a', 2), user('role', '1', 'b', 3)]));
    assert.deepEqual(totals, {
      count: 5,
      errors: 2,
      denied: 2,
      first: '2024-01-01T00:00:00Z',
      last: '2024-01-02T00:00:00Z',
    });
    assert.deepEqual(filter, { kind: { in: ['role'] } });
  });

  it('has an account level only where one name lives in several', () => {
    const kind = only(
      kindsLevel().nodes([user('role', '1', 'Deploy'), user('role', '2', 'Deploy'), user('role', '1', 'Audit')]),
    );
    assert.deepEqual(
      kind.children?.map(({ subject }) => [subject.type, nameOf(subject)]),
      [
        ['namesakes', 'Deploy'],
        ['user', 'Audit'],
      ],
    );
    const [deploy, audit] = kind.children;
    assert.deepEqual(deploy!.filter, { kind: { in: ['role'] }, user: { in: ['Deploy'] } });
    assert.deepEqual(
      deploy!.children?.map(({ subject }) => subject),
      ['1', '2'].map((home) => ({
        type: 'user',
        user: { kind: 'role', home, name: 'Deploy' },
        label: 'home',
        showHome: false,
      })),
    );
    assert.equal(audit!.children, undefined);
    assert.equal(audit!.subject.type === 'user' && audit!.subject.showHome, true);
  });

  it('has no account level where all users of a kind share the name', () => {
    const root = only(kindsLevel().nodes([user('root', '1', 'root'), user('root', '2', 'root')]));
    assert.deepEqual(
      root.children?.map(({ subject }) => subject.type),
      ['user', 'user'],
    );
  });

  it('shows no account where all users have the same', () => {
    const kind = only(kindsLevel().nodes([user('iamUser', '1', 'a'), user('iamUser', '1', 'b')]));
    assert.deepEqual(
      kind.children?.map(({ subject }) => subject.type === 'user' && subject.showHome),
      [false, false],
    );
  });

  it('asks for services below a user and for event names below these', () => {
    const alice = only(only(kindsLevel().nodes([user('iamUser', '1', 'alice')])).children);
    const filter = { user: { in: ['alice'] } };
    assert.deepEqual([alice.question?.groupBy, alice.question?.filter], [['service'], filter]);
    const ec2 = only(alice.question?.nodes([row({ service: 'ec2' })]));
    assert.deepEqual(ec2.question?.filter, { ...filter, service: { in: ['ec2'] } });
    const run = only(ec2.question?.nodes([row({ eventName: 'RunInstances' })]));
    assert.deepEqual(run.filter, { ...filter, service: { in: ['ec2'] }, eventName: { in: ['RunInstances'] } });
    assert.equal(run.question, undefined);
  });

  describe('below a role', () => {
    const role = only(only(kindsLevel().nodes([user('role', '1', 'Deploy')])).children);

    it('asks for sessions, with whether they are proven', () =>
      assert.deepEqual(role.question?.groupBy, ['session', 'proof']));

    it('joins what is proven and what is claimed of a session, and marks it claimed', () => {
      const session = only(
        role.question?.nodes([row({ session: 's', proof: 'proven' }, 1), row({ session: 's', proof: 'claimed' }, 2)]),
      );
      assert.deepEqual(
        [session.subject.type === 'session' && session.subject.claimed, session.totals.count],
        [true, 3],
      );
      assert.deepEqual(session.filter['session'], { in: ['s'] });
      assert.deepEqual(session.question?.groupBy, ['service']);
    });

    it('tells events without a session by what they are not', () => {
      const nodes = role.question!.nodes([
        row({ session: '', proof: 'proven' }),
        row({ session: 's', proof: 'claimed' }),
      ]);
      assert.deepEqual(nodes[0]!.subject, {
        type: 'session',
        user: { kind: 'role', home: '1', name: 'Deploy' },
        name: undefined,
        claimed: false,
      });
      assert.deepEqual(nodes[0]!.filter['session'], { not: ['s'] });
    });
  });
});

describe('levels of the Services view', () => {
  it('asks for users below a service and for event names below these', () => {
    const ec2 = only(servicesLevel(undefined, usersLevel).nodes([row({ service: 'ec2' })]));
    assert.deepEqual([ec2.question?.groupBy, ec2.question?.filter], [['user'], { service: { in: ['ec2'] } }]);
    const alice = only(ec2.question?.nodes([user('iamUser', '1', 'alice')]));
    assert.deepEqual(alice.question?.groupBy, ['eventName']);
    assert.deepEqual(alice.filter, { service: { in: ['ec2'] }, user: { in: ['alice'] } });
  });
});

describe('userFilters', () => {
  const rows = [
    user('iamUser', '1', 'alice'),
    user('iamUser', '1', 'bob'),
    user('iamUser', '2', 'bob'),
    user('role', '3', 'bob'),
    user('role', '3', 'carol'),
    user('person', '', 'carol'),
  ];
  const filters = rows.map((row) => userFilters(rows)(userOf(row)));

  it('ask for no more than tells a user from others', () => {
    const of = (name: string, more: object) => ({ user: { in: [name] }, ...more });
    assert.deepEqual(filters, [
      of('alice', {}),
      of('bob', { kind: { in: ['iamUser'] }, home: { in: ['1'] } }),
      of('bob', { kind: { in: ['iamUser'] }, home: { in: ['2'] } }),
      of('bob', { kind: { in: ['role'] } }),
      of('carol', { kind: { in: ['role'] } }),
      of('carol', { kind: { in: ['person'] } }),
    ]);
  });

  it('choose exactly one user each', () => {
    const chosen = filters.map((filter) =>
      rows.filter((row) =>
        Object.entries(filter).every(([field, condition]) => condition?.in?.includes(String(row[field]))),
      ),
    );
    assert.deepEqual(
      chosen,
      rows.map((row) => [row]),
    );
  });
});

describe('ids of rows', () => {
  it('differ wherever the rows do, whatever is in the names', () => {
    const names = ['a/b', 'a:b', 'a%2fb', 'a', '\ud800', '\ud801', ''];
    const users = ['1', '2'].flatMap((home) => names.map((name) => user('iamUser', home, name)));
    const ids = (nodes: ActivityNode[]): string[] => nodes.flatMap(({ id, children }) => [id, ...ids(children ?? [])]);
    const all = ids(kindsLevel().nodes(users));
    assert.equal(new Set(all).size, all.length);
    assert.equal(all.length, 1 + names.length + users.length);
  });

  it('stay the same from one answer to the next', () => {
    const ids = () => only(kindsLevel().nodes([user('iamUser', '1', 'alice')])).children?.map(({ id }) => id);
    assert.deepEqual(ids(), ids());
  });
});
