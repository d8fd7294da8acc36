import assert from 'node:assert/strict';
import { MOST_QUERIES, readQueriesFile, withoutQuery, withQuery } from '../../../../extension/queries/queriesFile.ts';
import { textPlaces } from '../../../../extension/workspaceFiles/textPlaces.ts';
import { english } from '../texts.ts';

const read = (json: unknown) => readQueriesFile(JSON.stringify(json), english);
const DELETIONS = { name: 'Deletions', filter: { eventName: { prefix: ['Delete'] } } };

describe('the file of saved queries', () => {
  it('holds queries with a name, a filter and, if need be, a description and a scope', () => {
    const { queries, problems } = read({
      $schema: 'https://example.com/x',
      queries: [DELETIONS, { name: 'Ana', description: 'of ana', scope: 'changes', filter: { user: { in: ['ana'] } } }],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(queries, [
      { ...DELETIONS, description: '', scope: 'everything', at: 0 },
      { name: 'Ana', description: 'of ana', scope: 'changes', filter: { user: { in: ['ana'] } }, at: 1 },
    ]);
  });

  it('has filters in the form that the counters know', () => {
    const { queries } = read({ queries: [{ name: 'q', filter: { eventSource: { in: ['ec2.amazonaws.com'] } } }] });
    assert.deepEqual(queries[0]?.filter, { service: { in: ['ec2'] } });
  });

  // [what is wrong, what is said, what it is said of]
  const mistakes: [entry: unknown, message: RegExp, at: string][] = [
    ['no query', /object/, '"no query"'],
    [{ ...DELETIONS, name: '' }, /name/, '""'],
    [{ filter: DELETIONS.filter }, /name/, JSON.stringify({ filter: DELETIONS.filter })],
    [{ ...DELETIONS, name: 'x'.repeat(101) }, /100/, `"${'x'.repeat(101)}"`],
    [{ ...DELETIONS, description: 7 }, /text/, '7'],
    [{ ...DELETIONS, scope: 'all' }, /peoplesChanges, changes, everything/, '"all"'],
    [{ ...DELETIONS, colour: 'red' }, /"colour"/, '"red"'],
    [{ name: 'q' }, /filter/, '{"name":"q"}'],
    [{ name: 'q', filter: {} }, /filter/, '{}'],
    [{ name: 'q', filter: { colour: { in: ['red'] } } }, /"colour"/, '{"in":["red"]}'],
    [{ name: 'q', filter: { instanceType: { in: ['x'] } } }, /"instanceType"/, '{"in":["x"]}'],
    [{ name: 'q', filter: { user: 'ana' } }, /user must be an object/, '"ana"'],
    [{ name: 'q', filter: { user: {} } }, /empty/, '{}'],
    [{ name: 'q', filter: { user: { like: ['x'] } } }, /"like"/, '{"like":["x"]}'],
    [{ name: 'q', filter: { outcome: { in: ['bad'] } } }, /"bad"/, '{"in":["bad"]}'],
  ];
  for (const [entry, message, at] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(entry).slice(0, 60)}, and where`, () => {
      const text = JSON.stringify({ queries: [entry, { ...DELETIONS, name: 'good' }] });
      const { queries, problems } = readQueriesFile(text, english);
      // The others are not lost for it.
      assert.deepEqual(
        queries.map(({ name }) => name),
        ['good'],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      const { start, end } = textPlaces(text)(problems[0]!.where as (string | number)[]);
      assert.equal(text.slice(start, end), at);
    });
  }

  it('has each name once', () => {
    const { queries, problems } = read({ queries: [DELETIONS, DELETIONS] });
    assert.deepEqual([queries.length, problems.length, problems[0]?.where], [1, 1, ['queries', 1, 'name']]);
  });

  for (const [json, message] of [
    [[], /"queries"/],
    [{}, /"queries"/],
    [{ queries: {} }, /"queries"/],
    [{ queries: [], version: 1 }, /"version"/],
    [{ queries: Array.from({ length: MOST_QUERIES + 1 }, (_, at) => ({ ...DELETIONS, name: `${at}` })) }, /200/],
  ] as const) {
    it(`is not ${JSON.stringify(json).slice(0, 40)}`, () => {
      const { problems } = read(json);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
    });
  }

  it('says where a text stops being JSON', () => {
    const text = '{"queries": [\n  {"name" "x"}\n]}';
    const { queries, problems } = readQueriesFile(text, english);
    assert.deepEqual(queries, []);
    assert.equal(problems[0]?.where, text.indexOf('"x"'));
    assert.equal(readQueriesFile('', english).problems.length, 1);
  });

  it('is made by the first query, and keeps what else is in it', () => {
    const query = { name: 'q', description: '', scope: 'changes', filter: { user: { in: ['ana'] } } } as const;
    const first = withQuery(undefined, query as never);
    assert.deepEqual(read(JSON.parse(first)).queries, [{ ...query, at: 0 }]);
    const second = withQuery(JSON.stringify({ $schema: 'x', queries: [DELETIONS] }), query as never);
    assert.match(second, /"\$schema": "x"/);
    assert.deepEqual(
      read(JSON.parse(second)).queries.map(({ name }) => name),
      ['Deletions', 'q'],
    );
    const third = withoutQuery(second, 0);
    assert.match(third, /"\$schema": "x"/);
    assert.deepEqual(
      read(JSON.parse(third)).queries.map(({ name }) => name),
      ['q'],
    );
  });
});
