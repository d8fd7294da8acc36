import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../../backend/core/activity.ts';
import { readFilter } from '../../../../backend/core/savedFilter.ts';
import { UserError } from '../../../../backend/core/userError.ts';
import { importChecklists } from '../../../../extension/classes/importChecklist.ts';
import { labFileName, labText } from '../../../../extension/classes/labText.ts';
import { recordedTasks } from '../../../../extension/classes/recordChecklist.ts';
import { english } from '../texts.ts';

describe("importing the predecessor's checklists", () => {
  const read = (json: unknown) =>
    importChecklists(JSON.stringify(json), 'checklist', english).map(({ title, tasks }) => [
      title,
      ...tasks.map(({ filter, count }) => [filter['eventName'], count]),
    ]);

  it('reads event names and their counts', () => {
    assert.deepEqual(read({ RunInstances: 2, CreateImage: 1 }), [
      ['checklist', [{ in: ['RunInstances'] }, 2], [{ in: ['CreateImage'] }, 1]],
    ]);
  });

  it('reads several labs, and lists of names', () => {
    assert.deepEqual(read({ EC2: { RunInstances: 1 }, S3: ['CreateBucket', 'PutBucketPolicy'] }), [
      ['EC2', [{ in: ['RunInstances'] }, 1]],
      ['S3', [{ in: ['CreateBucket'] }, 1], [{ in: ['PutBucketPolicy'] }, 1]],
    ]);
    assert.deepEqual(read(['CreateBucket']), [['checklist', [{ in: ['CreateBucket'] }, 1]]]);
  });

  it('finds CreateFunction20150331, too, and not CreateFunctionUrlConfig', () => {
    assert.deepEqual(read({ CreateFunction: 1 })[0]![1], [{ in: ['CreateFunction'], prefix: ['CreateFunction20'] }, 1]);
  });

  it('makes filters that can be asked', () => {
    const [lab] = importChecklists('{"CreateFunction": 1, "RunInstances": 3}', 'a', english);
    for (const { filter } of lab!.tasks) assert.deepEqual(readFilter(filter), filter);
  });

  const wrong: [what: string, text: string, message: RegExp][] = [
    ['no JSON', '{RunInstances: 1}', /^This file is no JSON: /],
    ['nothing', '{}', /^The checklist checklist has to hold between 1 and 200 event names/],
    ['an empty lab', '{"EC2": {}}', /^The checklist EC2 has to hold/],
    ['no checklist', '"RunInstances"', /has to hold/],
    ['half a call', '{"RunInstances": 0.5}', /^The checklist checklist expects RunInstances 0.5 times: a whole number/],
    ['no call', '{"EC2": {"RunInstances": 0}}', /^The checklist EC2 expects RunInstances 0 times/],
    ['a number as a text', '{"RunInstances": "1"}', /expects RunInstances "1" times/],
    ['no event name', '{"Run Instances": 1}', /^"Run Instances" in the checklist checklist is no event name/],
    ['too much', JSON.stringify(Array.from({ length: 201 }, (_, at) => `Create${at}`)), /between 1 and 200/],
  ];
  for (const [what, text, message] of wrong)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => importChecklists(text, 'checklist', english),
        (error) => error instanceof UserError && message.test(error.message),
      ));
});

describe('recording a checklist', () => {
  const row = (service: string, eventName: string, count: number, first: string): ActivityRow => ({
    service,
    eventName,
    count,
    first,
    last: first,
    errors: 0,
    denied: 0,
  });

  it('lists what was done in the order in which it was done first', () => {
    const tasks = recordedTasks([
      row('s3', 'CreateBucket', 2, '2026-10-01T10:05:00Z'),
      row('ec2', 'RunInstances', 1, '2026-10-01T10:00:00Z'),
    ]);
    assert.deepEqual(
      tasks.map(({ title, count }) => [title, count]),
      [
        ['RunInstances', 1],
        ['CreateBucket', 2],
      ],
    );
    assert.deepEqual(JSON.parse(labText({ title: 'Recorded', tasks })), {
      title: 'Recorded',
      tasks: [
        { title: 'RunInstances', filter: { service: { in: ['ec2'] }, eventName: { in: ['RunInstances'] } } },
        { title: 'CreateBucket', filter: { service: { in: ['s3'] }, eventName: { in: ['CreateBucket'] } }, count: 2 },
      ],
    });
  });
});

describe('the text of a checklist', () => {
  it('says all that is not as it is anyway, in lines that people can edit, whatever stands in it', () => {
    const filter = { service: { in: ['ec2', 'a [ b ]\n "c"'] }, eventName: { in: ['RunInstances'], prefix: 'Run' } };
    const task = { title: 'Run\n"it"', filter, count: 2, explanation: 'Why.', link: 'https://aws.amazon.com/' };
    const text = labText({ title: 'A {lab}', description: 'Of [ours]', tasks: [task] });
    assert.deepEqual(JSON.parse(text), { title: 'A {lab}', description: 'Of [ours]', tasks: [task] });
    assert.deepEqual(
      text
        .split('\n')
        .slice(4, 9)
        .map((line) => line.trim().slice(0, 12)),
      ['{', '"title": "Ru', '"filter": { ', '"count": 2,', '"explanation'],
    );
  });
});

describe('the name of a checklist’s file', () => {
  const cases: [title: string, name: string][] = [
    ['A first virtual machine', 'a-first-virtual-machine.lab.json'],
    ['Introducción a EC2', 'introduccion-a-ec2.lab.json'],
    ['../../etc/passwd', 'etc-passwd.lab.json'],
    ['???', 'lab.lab.json'],
    ['x'.repeat(300), `${'x'.repeat(60)}.lab.json`],
  ];
  for (const [title, name] of cases) it(`of ${title.slice(0, 30)}`, () => assert.equal(labFileName(title), name));
});
