import assert from 'node:assert/strict';
import { CONSOLE_PAGES } from '../../../backend/sample/consolePages.ts';
import { LABS } from '../../../backend/sample/labs.ts';
import { samplePlan } from '../../../backend/sample/samplePlan.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';
import { distinct, readSample, share, type TestRecord } from './readSample.ts';

const END = new Date('2026-03-13T15:20:00Z');

describe('samplePlan', () => {
  const cases: [string, SampleOptions][] = [
    ['a whole course', { end: END, users: 40 }],
    ['a course that ends in the middle of a lesson', { end: new Date('2026-03-10T08:45:00Z'), users: 40, days: 12 }],
    ['a weekend', { end: new Date('2026-03-15T12:00:00Z'), users: 10, days: 1 }],
    ['a corpus', { end: END, users: 40, days: 10, events: 30_000, recordsPerFile: 100, seed: 7 }],
  ];
  for (const [name, options] of cases) {
    it(`agrees with the records of ${name}`, () => {
      const plan = samplePlan(options);
      const byUser = Map.groupBy(
        distinct(readSample(options)).filter(({ userIdentity }) => userIdentity.type === 'IAMUser'),
        ({ userIdentity }) => userIdentity.userName!,
      );
      for (const student of plan.students) {
        const records = byUser.get(student.user) ?? [];
        const found = plan.labs.map(({ id, opens, due, steps }) => ({
          lab: id,
          steps: steps.map((step) => {
            const matching = records
              .filter((record) => isOf(step, record) && record.eventTime >= opens && record.eventTime <= due)
              .sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
            const done = matching.find(({ errorCode }) => errorCode === undefined)?.eventTime;
            const failed = matching.filter(({ errorCode }) => errorCode !== undefined).length;
            return { step: step.id, ...(done === undefined ? {} : { done }), failed };
          }),
        }));
        assert.deepEqual(found, student.labs, student.user);
      }
    });
  }

  it('has students who never start, who stop halfway, and who finish', () => {
    const { labs, students } = samplePlan({ end: END });
    assert.equal(labs.length, 12);
    assert.equal(students.length, 120);
    const steps = labs.reduce((sum, lab) => sum + lab.steps.length, 0);
    const done = students.map((student) =>
      student.labs.reduce((sum, lab) => sum + lab.steps.filter((step) => step.done !== undefined).length, 0),
    );
    const never = share(done, (count) => count === 0);
    const most = share(done, (count) => count > 0.7 * steps);
    assert.ok(never > 0.01 && never < 0.15, String(never));
    assert.ok(most > 0.5 && most < 0.9, String(most));
    assert.ok(share(done, (count) => count > 0 && count < 0.5 * steps) > 0.03);
  });

  it('has steps that failed first, and steps that only failed', () => {
    const steps = samplePlan({ end: END }).students.flatMap(({ labs }) => labs.flatMap((lab) => lab.steps));
    assert.ok(steps.some(({ done, failed }) => done !== undefined && failed > 0));
    assert.ok(steps.some(({ done, failed }) => done === undefined && failed > 0));
  });

  it('gives a bigger class the same first students', () => {
    const [few, many] = [5, 9].map((users) => samplePlan({ end: END, users }).students);
    assert.deepEqual(many!.slice(0, 5), few);
  });

  it('has fewer labs in a shorter course, and none in an organization', () => {
    assert.equal(samplePlan({ end: END, days: 7 }).labs.length, 3);
    assert.deepEqual(samplePlan({ end: END, organization: true }), { labs: [], students: [] });
  });
});

describe('LABS', () => {
  it('tell every step from every other', () => {
    const told = LABS.flatMap(({ steps }) => steps.map(({ action, told }) => [action.name, told?.value].join()));
    assert.equal(new Set(told).size, told.length);
    const names = LABS.flatMap(({ steps }) => steps.filter(({ told }) => !told).map(({ action }) => action.name));
    assert.equal(new Set(names).size, names.length);
  });

  it('have no step that students also do on the side', () => {
    const steps = new Set(LABS.flatMap(({ steps }) => steps.map(({ action }) => action.name)));
    const aside = Object.values(CONSOLE_PAGES).flatMap(({ reads, writes }) => [...reads, ...writes]);
    assert.deepEqual(
      aside.filter(({ name }) => steps.has(name)),
      [],
    );
  });

  it('look at pages that there are', () => {
    for (const { pages } of LABS) for (const page of pages) assert.ok(CONSOLE_PAGES[page], page);
  });
});

function isOf(
  step: { service: string; eventName: string; told?: { parameter: string; value: string } },
  record: TestRecord,
): boolean {
  if (record.eventSource !== `${step.service}.amazonaws.com` || record.eventName !== step.eventName) return false;
  if (!step.told) return true;
  const [, name = ''] = step.told.parameter.split('requestParameters_');
  return record.requestParameters?.[name] === step.told.value;
}
