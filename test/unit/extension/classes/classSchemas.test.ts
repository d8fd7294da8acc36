import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MOST_MEMBERS } from '../../../../extension/classes/group.ts';
import { LONGEST_MEMBER, MOST_GROUPS, readGroupsFile } from '../../../../extension/classes/groupsFile.ts';
import { HIGHEST_COUNT, MOST_TASKS, readLabFile } from '../../../../extension/classes/labFile.ts';
import { LONGEST_NAME } from '../../../../extension/workspaceFiles/fileReading.ts';
import { english } from '../texts.ts';

/** The schemas are what the editor helps with, the readers what is believed: they have to say the same. */
interface Schema {
  [key: string]: unknown;
  properties: Record<string, Schema>;
  items: Schema;
  required: string[];
  defaultSnippets: { body: object }[];
}

const root = path.join(import.meta.dirname, '../../../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;
const groups = read('media/schemas/groups.json') as Schema;
const group = groups.properties['groups']!.items;
const lab = read('media/schemas/lab.json') as Schema;
const task = lab.properties['tasks']!.items;

/** What a snippet says before anything is filled in. */
const filledIn = (body: object) =>
  JSON.parse(
    JSON.stringify(body)
      .replaceAll(/"\^\$\{\d+:(\d+)\}"/g, '$1')
      .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'),
  ) as object;

const problemsOfGroups = (json: unknown) => readGroupsFile(JSON.stringify(json), english).problems;
const problemsOfLab = (json: unknown) => readLabFile(JSON.stringify(json), 'json', english).problems;

describe('the schemas of groups and labs', () => {
  it('are found by the names of the files', () => {
    const { contributes } = read('package.json') as {
      contributes: Record<string, { fileMatch: unknown; url: string }[]>;
    };
    const found = [...contributes['jsonValidation']!, ...contributes['yamlValidation']!];
    assert.deepEqual(
      found.slice(1).map(({ fileMatch, url }) => [fileMatch, url]),
      [
        ['/.vscode/cloudtrail-groups.json', './media/schemas/groups.json'],
        ['*.lab.json', './media/schemas/lab.json'],
        [['*.lab.yaml', '*.lab.yml'], './media/schemas/lab.json'],
      ],
    );
  });

  it('let nothing pass that is not known', () => {
    for (const part of [groups, group, group.properties['period']!, lab, task])
      assert.equal(part['additionalProperties'], false);
  });

  it('have the bounds', () => {
    assert.equal(groups.properties['groups']!['maxItems'], MOST_GROUPS);
    assert.equal(group.properties['members']!['maxItems'], MOST_MEMBERS);
    assert.equal(group.properties['members']!.items['maxLength'], LONGEST_MEMBER);
    assert.equal(lab.properties['tasks']!['maxItems'], MOST_TASKS);
    assert.equal(task.properties['count']!['maximum'], HIGHEST_COUNT);
    for (const name of [group.properties['name'], lab.properties['title'], task.properties['title']])
      assert.equal(name!['maxLength'], LONGEST_NAME);
  });

  it('have the keys of the readers, and require what they require', () => {
    const span = { from: '2026-09-01', to: '2027-01-31' };
    const wholeGroup: object = { name: 'a', description: 'b', members: ['c'], period: span };
    const filter = { eventName: { in: ['RunInstances'] } };
    const wholeTask: object = { title: 'a', filter, count: 2, explanation: 'b', link: 'https://example.edu' };
    const wholeLab: object = {
      title: 'a',
      description: 'b',
      opens: span.from,
      due: span.to,
      exclusive: true,
      tasks: [wholeTask],
    };
    const cases: [schema: Schema, whole: object, problems: (part: unknown) => unknown[]][] = [
      [group, wholeGroup, (part) => problemsOfGroups({ groups: [part] })],
      [task, wholeTask, (part) => problemsOfLab({ title: 'a', tasks: [part] })],
      [lab, wholeLab, problemsOfLab],
    ];
    for (const [schema, whole, problems] of cases) {
      const keys = Object.keys(schema.properties).filter((key) => key !== '$schema');
      assert.deepEqual(keys.sort(), Object.keys(whole).sort());
      assert.deepEqual(problems(whole), []);
      for (const key of keys) {
        const without = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== key));
        assert.equal(problems(without).length > 0, schema.required.includes(key), key);
      }
    }
  });

  it('know the dates and links that the readers know', () => {
    const pattern = (schema: Schema | undefined) => new RegExp(schema!['pattern'] as string);
    const spans = [
      lab.properties['opens'],
      lab.properties['due'],
      ...Object.values(group.properties['period']!.properties),
    ];
    const tasks = [{ title: 'a', filter: { eventName: { in: ['RunInstances'] } } }];
    for (const date of [
      '2026-10-01',
      '2026-10-01T10:00',
      '2026-10-01 10:00:00.5Z',
      '2026-10-01T10:00:00+02:00',
      '1.10.2026',
      '2026-10',
      '',
    ])
      for (const schema of spans)
        assert.equal(pattern(schema).test(date), problemsOfLab({ title: 'a', tasks, opens: date }).length === 0, date);
    for (const link of ['https://example.edu/x', 'http://example.edu', 'command:x'])
      assert.equal(
        pattern(task.properties['link']).test(link),
        problemsOfLab({ title: 'a', tasks: [{ ...tasks[0], link }] }).length === 0,
      );
  });

  it('offer snippets that are sound', () => {
    for (const { body } of group.defaultSnippets) assert.deepEqual(problemsOfGroups({ groups: [filledIn(body)] }), []);
    for (const { body } of task.defaultSnippets)
      assert.deepEqual(problemsOfLab({ title: 'a', tasks: [filledIn(body)] }), []);
  });
});
