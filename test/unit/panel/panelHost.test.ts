import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { ActivityRequest, EventsRequest, TrackerApi, TrackerStatus } from '../../../backend/core/trackerApi.ts';
import { pageHtml } from '../../../extension/panel/html.ts';
import type { PanelDeps } from '../../../extension/panel/panelDeps.ts';
import { createPanelHost, type OpenPanel } from '../../../extension/panel/panelHost.ts';
import type { PanelView } from '../../../extension/panel/protocol.ts';
import { subjectOf } from '../../../extension/panel/panelTitle.ts';
import { rankingOf } from '../../../backend/core/ranking.ts';

const { signal } = new AbortController();

const NAMES = { '111122223333': 'production', '444455556666': 'Sandbox' };

function row(count: number, more: Partial<ActivityRow> = {}): ActivityRow {
  return { errors: 0, denied: 0, first: '', last: '', ...more, count };
}

function hostOver(answer: (request: ActivityRequest) => ActivityRow[]) {
  const asked: (ActivityRequest | EventsRequest)[] = [];
  const api: Partial<TrackerApi> = {
    activity(request) {
      asked.push(request);
      return Promise.resolve(answer(request));
    },
    scan(request) {
      asked.push(request);
      return Promise.resolve({ events: [] });
    },
    status: () => Promise.resolve({ version: '1', events: 100 } as TrackerStatus),
  };
  const deps: Partial<PanelDeps> = {
    source: () => ({ name: 'logs', description: '/logs', api: api as TrackerApi, metered: false }),
    period: () => ({ from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z', label: 'Last 7 days', narrowed: false }),
    scope: () => ({ id: 'changes', label: 'All changes', filter: { readOnly: { in: ['false'] } } }),
    tiles: () => ['RunInstances'],
    columns: () => ['eventTime'],
    accountNames: () => new Map(Object.entries(NAMES)),
    timeZone: () => 'Europe/Madrid',
    classes: { groups: async () => [], labs: async () => [], onDidChange: () => ({ dispose() {} }) },
  };
  const panel: OpenPanel = {
    view: { page: 'overview', filter: {}, groupBy: ['user'] },
    onView: () => {},
    locale: 'en',
    strings: {},
    copy: async () => {},
  };
  return { host: createPanelHost(deps as PanelDeps, panel), asked, panel };
}

describe('the panel’s host', () => {
  it('asks within the scope, the period and the zone', async () => {
    const { host, asked } = hostOver(() => []);
    await host.activity(
      { filter: { user: { in: ['ana'] }, readOnly: { in: ['true', 'false'] } }, groupBy: ['day'] },
      signal,
    );
    assert.deepEqual(asked, [
      {
        filter: { readOnly: { in: ['false'] }, user: { in: ['ana'] } },
        groupBy: ['day'],
        from: '2026-11-01T00:00:00Z',
        to: '2026-11-08T00:00:00Z',
        tz: 'Europe/Madrid',
      },
    ]);
  });

  it('asks for another period where the panel names one, so that pages go on from where they began', async () => {
    const { host, asked } = hostOver(() => []);
    const period = { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' };
    await host.events({ filter: {}, limit: 200, cursor: 'c', period }, signal);
    const [request] = asked as EventsRequest[];
    assert.deepEqual([request?.from, request?.to, request?.cursor, request?.limit], [period.from, period.to, 'c', 200]);
  });

  it('says what the scope hides', async () => {
    const { host } = hostOver(({ filter }) => (filter?.readOnly ? [row(7)] : [row(100)]));
    assert.deepEqual((await host.state(undefined, signal)).hidden, { events: 93, of: 100 });
  });

  it('says so where the scope hides everything, for which there are no rows', async () => {
    const { host } = hostOver(({ filter }) => (filter?.readOnly ? [] : [row(100)]));
    assert.deepEqual((await host.state(undefined, signal)).hidden, { events: 100, of: 100 });
  });

  it('keeps the panel’s view', async () => {
    const { host, panel } = hostOver(() => []);
    const view: PanelView = { page: 'breakdown', filter: { service: { in: ['s3'] } }, groupBy: ['user', 'region'] };
    await host.setView({ view }, signal);
    assert.deepEqual(panel.view, view);
    assert.deepEqual((await host.state(undefined, signal)).view, view);
  });

  it('ranks pairs, and marks namesakes among them', async () => {
    const { host, asked } = hostOver(() => [
      row(2, { user: 'ana', home: '1', region: 'a' }),
      row(3, { user: 'ana', home: '2', region: 'a' }),
      row(1, { user: 'ana', home: '1', region: 'b' }),
    ]);
    const { rows, values } = await host.ranking({ filter: {}, groupBy: ['user', 'region'], limit: 10 }, signal);
    assert.deepEqual((asked[0] as ActivityRequest).groupBy, ['user', 'region']);
    assert.deepEqual(
      rows.map(({ count, namesakes }) => [count, namesakes]),
      [
        [3, 1],
        [2, 1],
        [1, undefined],
      ],
    );
    assert.equal(values, 3);
  });

  it('suggests values of the period and scope: the same, those that begin so, those that hold it', async () => {
    const { host, asked } = hostOver(({ groupBy }) =>
      groupBy?.[0] === 'user'
        ? [row(9, { user: 'anais', home: '1' }), row(1, { user: 'Ana', home: '1' }), row(5, { user: 'Ana', home: '2' })]
        : [row(50, { service: 'databrew-ana' }), row(70, { service: '' }), row(70, { service: 's3' })],
    );
    const suggestions = await host.suggest({ text: 'ana', limit: 3 }, signal);
    assert.deepEqual(
      suggestions.map(({ value, count }) => [value, count]),
      [
        ['Ana', 6],
        ['anais', 9],
        ['databrew-ana', 50],
      ],
    );
    assert.ok(asked.every((request) => request.filter?.readOnly?.in?.[0] === 'false'));
    assert.deepEqual((await host.suggest({ text: 'an', field: 'user', limit: 9 }, signal)).length, 2);
  });

  it('suggests accounts by what they are called, and asks for them only where one is called so', async () => {
    const { host, asked } = hostOver(({ groupBy }) =>
      groupBy?.[0] === 'account'
        ? [
            row(5, { account: '111122223333' }),
            row(9, { account: '444455556666' }),
            row(1, { account: '777788889999' }),
          ]
        : [],
    );
    const found = async (text: string, field?: string) =>
      (await host.suggest({ text, limit: 9, ...(field && { field }) }, signal)).map(({ value }) => value);
    assert.deepEqual(await found('sand'), ['444455556666']);
    assert.deepEqual(await found('o', 'account'), ['444455556666', '111122223333']);
    assert.deepEqual(await found('7777', 'account'), ['777788889999']);
    asked.length = 0;
    await found('ana');
    assert.ok(asked.every((request) => !(request as ActivityRequest).groupBy?.includes('account')));
  });

  it('hands the names of accounts on', async () => {
    const { host } = hostOver(() => []);
    assert.deepEqual((await host.state(undefined, signal)).accountNames, NAMES);
  });

  it('ranks, cuts and counts', () => {
    const rows = [row(3, { service: 'a' }), row(9, { service: 'b' }), row(3, { service: 'c' })];
    const ranking = rankingOf(rows, ['service'], 2);
    assert.deepEqual(
      ranking.rows.map(({ service }) => service),
      ['b', 'a'],
    );
    assert.deepEqual([ranking.values, ranking.count], [3, 15]);
  });

  it('marks namesakes, even where only one of them is shown', () => {
    const rows = [
      row(9, { user: 'root', home: '1' }),
      row(5, { user: 'ana', home: '1' }),
      row(1, { user: 'root', home: '2' }),
    ];
    assert.deepEqual(
      rankingOf(rows, ['user'], 2).rows.map(({ namesakes }) => namesakes),
      [1, undefined],
    );
  });
});

describe('the panel’s title', () => {
  const cases: [Parameters<typeof subjectOf>[0], string | undefined, string | undefined][] = [
    [{}, 'logs', 'logs'],
    [{}, undefined, undefined],
    [{ user: { in: ['ana'] }, eventName: { prefix: 'Create' } }, 'logs', 'ana, Create…'],
    [{ user: { not: ['root'] } }, 'logs', 'logs'],
    [{ user: { in: ['ana'] }, kind: { in: ['iamUser'] }, home: { in: ['111122223333'] } }, 'logs', 'ana'],
    [{ kind: { in: ['role'] } }, 'logs', 'kind role'],
    [{ account: { in: ['111122223333', '444455556666'] } }, 'logs', 'account 111122223333, account 444455556…'],
    [{ user: { in: ['x'.repeat(50)] } }, 'logs', `${'x'.repeat(39)}…`],
  ];
  for (const [filter, source, expected] of cases) {
    it(`${JSON.stringify(filter)} of ${source}`, () =>
      assert.equal(
        subjectOf(filter, source, { kind: (kind) => `kind ${kind}`, account: (account) => `account ${account}` }),
        expected,
      ));
  }
});

describe('the panel’s page', () => {
  const parts = { title: '<Activity>', locale: 'en"', cspSource: 'https://x', script: 's.js', style: 's.css' };
  const html = pageHtml(parts);

  it('allows its own script and style sheet only', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const nonce = /<script nonce="([\w-]+)"/.exec(html)?.[1];
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://x; img-src https://x data:`,
    );
    assert.doesNotMatch(policy, /unsafe/);
  });

  it('has another nonce each time', () => assert.notEqual(html, pageHtml(parts)));

  it('escapes what it is given', () => {
    assert.match(html, /<title>&#60;Activity&#62;<\/title>/);
    assert.match(html, /lang="en&#34;"/);
  });
});
