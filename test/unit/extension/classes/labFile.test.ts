import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { MOST_TASKS, readLabFile } from '../../../../extension/classes/labFile.ts';
import { compareLabs, type Lab } from '../../../../extension/classes/lab.ts';
import { textPlaces, type Path } from '../../../../extension/workspaceFiles/textPlaces.ts';
import { english } from '../texts.ts';

const TASK = { title: 'Start an instance', filter: { eventName: { in: ['RunInstances'] } } };
const LAB = { title: 'Virtual machines', tasks: [TASK] };

describe('a lab checklist', () => {
  const full = {
    title: 'Lab 1',
    description: 'Machines',
    opens: '2026-10-01',
    due: '2026-10-08T10:00:00+02:00',
    exclusive: true,
    tasks: [
      TASK,
      {
        ...TASK,
        filter: { service: { in: ['ec2'] }, requestParameters_instanceType: { prefix: 't' } },
        count: 2,
        explanation: 'Small ones.',
        link: 'https://example.edu/lab1',
      },
    ],
  };
  for (const [language, write] of [
    ['json', JSON.stringify],
    ['yaml', stringify],
  ] as const) {
    it(`is read from ${language}`, () => {
      const { lab, problems } = readLabFile(write(full), language, english);
      assert.deepEqual(problems, []);
      assert.deepEqual(lab, {
        title: 'Lab 1',
        description: 'Machines',
        open: { from: '2026-10-01', to: '2026-10-08T10:00:00+02:00' },
        exclusive: true,
        tasks: [{ ...TASK, count: 1, explanation: '' }, full.tasks[1]],
      });
    });
  }

  it('needs a title and a task, and no more', () => {
    const { lab, problems } = readLabFile(JSON.stringify({ $schema: 'x', ...LAB }), 'json', english);
    assert.deepEqual(problems, []);
    assert.deepEqual(lab, {
      title: LAB.title,
      description: '',
      open: {},
      exclusive: false,
      tasks: [{ ...TASK, count: 1, explanation: '' }],
    });
  });

  // [what is wrong, what is said, what it is said of], of what makes the whole of it useless
  const mistakes: [lab: unknown, message: RegExp, at: string][] = [
    [[], /title/, '[]'],
    [{ ...LAB, title: '' }, /title/, '""'],
    [{ ...LAB, task: [] }, /"task"/, '[]'],
    [{ ...LAB, description: [] }, /text/, '[]'],
    [{ ...LAB, opens: 'today' }, /no date/, '"today"'],
    [{ ...LAB, due: '2026-13-01' }, /no date/, '"2026-13-01"'],
    [{ ...LAB, opens: '2026-10-02', due: '2026-10-01' }, /opens lies after due/, '"2026-10-02"'],
    [{ ...LAB, exclusive: 'yes' }, /true or false/, '"yes"'],
    [{ title: 'x' }, /tasks/, '{"title":"x"}'],
    [{ title: 'x', tasks: [] }, /tasks/, '[]'],
  ];
  for (const [content, message, at] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(content).slice(0, 80)}, and where`, () => {
      const text = JSON.stringify(content);
      const { lab, problems } = readLabFile(text, 'json', english);
      assert.equal(lab, undefined);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      const { start, end } = textPlaces(text)(problems[0]!.where as Path);
      assert.equal(text.slice(start, end), at);
      assert.match(readLabFile(stringify(content), 'yaml', english).problems[0]!.message, message);
    });
  }

  // The same of what makes a task useless, and the others not
  const broken: [task: unknown, message: RegExp, at: string][] = [
    ['RunInstances', /object/, '"RunInstances"'],
    [{ filter: TASK.filter }, /title/, JSON.stringify({ filter: TASK.filter })],
    [{ title: 'x' }, /filter/, '{"title":"x"}'],
    [{ title: 'x', filter: {} }, /filter/, '{}'],
    [{ title: 'x', filter: { colour: { in: ['red'] } } }, /"colour"/, '{"in":["red"]}'],
    [{ title: 'x', filter: { eventName: { in: [7] } } }, /list of strings/, '{"in":[7]}'],
    [{ title: 'x', filter: { user: { in: ['ana'] } } }, /group/, '{"in":["ana"]}'],
    [{ title: 'x', filter: { userIdentity_userName: { in: ['ana'] } } }, /group/, '{"in":["ana"]}'],
    [{ title: 'x', filter: { group: { in: ['a'] } } }, /group/, '{"in":["a"]}'],
    [{ ...TASK, count: 0 }, /whole number/, '0'],
    [{ ...TASK, count: 1.5 }, /whole number/, '1.5'],
    [{ ...TASK, count: '2' }, /whole number/, '"2"'],
    [{ ...TASK, explanation: 1 }, /text/, '1'],
    [{ ...TASK, link: 'http://example.edu' }, /https/, '"http://example.edu"'],
    [{ ...TASK, link: 'command:workbench.action.quit' }, /https/, '"command:workbench.action.quit"'],
    [{ ...TASK, points: 3 }, /"points"/, '3'],
  ];
  for (const [task, message, at] of broken) {
    it(`leaves out the task ${JSON.stringify(task).slice(0, 80)}, and says why`, () => {
      const text = JSON.stringify({ ...LAB, tasks: [task, TASK] });
      const { lab, problems } = readLabFile(text, 'json', english);
      assert.deepEqual(lab?.tasks, [{ ...TASK, count: 1, explanation: '' }]);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      const { start, end } = textPlaces(text)(problems[0]!.where as Path);
      assert.equal(text.slice(start, end), at);
    });
  }

  it('cannot keep events of which it does not know what they are', () => {
    const tasks = [TASK, { title: 'x', filter: { resources: { in: ['i-1'] } } }];
    assert.deepEqual(readLabFile(JSON.stringify({ ...LAB, tasks }), 'json', english).problems, []);
    const { lab, problems } = readLabFile(JSON.stringify({ ...LAB, exclusive: true, tasks }), 'json', english);
    assert.deepEqual([lab?.tasks.length, problems[0]?.where], [1, ['tasks', 1, 'filter', 'resources']]);
  });

  it('is nothing where no task is left', () => {
    assert.equal(readLabFile(JSON.stringify({ ...LAB, tasks: [{ title: 'x' }] }), 'json', english).lab, undefined);
  });

  it('has not too many tasks', () => {
    const tasks = Array.from({ length: MOST_TASKS + 1 }, () => TASK);
    const { lab, problems } = readLabFile(JSON.stringify({ ...LAB, tasks }), 'json', english);
    assert.equal(lab?.tasks.length, MOST_TASKS);
    assert.match(problems[0]!.message, /100 tasks/);
  });

  describe('in YAML', () => {
    const yaml = [
      'title: Lab 1',
      'opens: 2026-10-01',
      'tasks:',
      '  - title: Start an instance',
      '    filter: {eventName: {in: [RunInstances]}}',
      '  - title: Stop it',
      '    filter:',
      '      eventName:',
      '        like: StopInstances',
      '    count: many',
      '',
    ].join('\n');

    it('has its mistakes where they are written', () => {
      const { lab, problems } = readLabFile(yaml, 'yaml', english);
      assert.equal(lab?.tasks.length, 1);
      assert.deepEqual(problems[0]?.where, ['tasks', 1, 'filter', 'eventName']);
      const { start, end } = textPlaces(yaml)(problems[0].where);
      assert.equal(yaml.slice(start, end).trim(), 'like: StopInstances');
    });

    for (const [text, message, at] of [
      ['title: [1', /no YAML/, 9],
      ['title: x\ntasks:\n\t- a', /Tabs/, 16],
      ['title: x\ntitle: y', /unique/, 9],
      ['title: x\n---\ntitle: y', /multiple documents/, 9],
      ['title: &a x\ndescription: *a', /Aliases/, 25],
      [`title: ${'['.repeat(50_000)}`, /no YAML/, undefined],
    ] as const) {
      it(`is not ${text.slice(0, 40).replaceAll('\n', ' ')}`, () => {
        const { lab, problems } = readLabFile(text, 'yaml', english);
        assert.equal(lab, undefined);
        assert.equal(problems.length, 1);
        assert.match(problems[0]!.message, message);
        if (at !== undefined) assert.equal(problems[0]!.where, at);
      });
    }

    it('is not empty', () => {
      assert.match(readLabFile('', 'yaml', english).problems[0]!.message, /title/);
    });
  });

  it('is no JSON with comments', () => {
    assert.match(readLabFile('{"title": "x" /* y */}', 'json', english).problems[0]!.message, /no JSON/);
  });
});

describe('the order of labs', () => {
  it('is by what is due first, then by title', () => {
    const lab = (title: string, due?: string) => ({ title, open: due === undefined ? {} : { to: due } }) as Lab;
    const labs = [lab('Lab 10'), lab('Lab 2'), lab('Z', '2026-10-01'), lab('A', '2026-11-01'), lab('B', '2026-10-01')];
    assert.deepEqual(
      labs.sort(compareLabs('UTC')).map(({ title }) => title),
      ['B', 'Z', 'A', 'Lab 2', 'Lab 10'],
    );
  });
});
