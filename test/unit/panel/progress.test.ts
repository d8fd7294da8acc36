import assert from 'node:assert/strict';
import type { LabProgress, LabState, ProgressAnswer } from '../../../extension/panel/protocol.ts';
import {
  FIRST_MATRIX_VIEW,
  countOf,
  courseOf,
  matrixRows,
  shadeOf,
  sortedBy,
  sortedRows,
  stepPath,
  taskTotals,
} from '../../../media/panel/progress.ts';

const lab = (id: string, tasks: number) => ({
  ...{ id, title: id, description: '' },
  tasks: Array.from({ length: tasks }, () => ({ title: '', filter: {}, count: 1, explanation: '' })),
});

/** Of as many tasks as there are times of being done; '' is not done, '!' tried in vain. */
function progress(state: LabState, ...times: string[]): LabProgress {
  const tasks = times.map((time) => ({
    ...{ count: time.length > 1 ? 1 : 0, required: 1, failed: time === '!' ? 2 : 0, errorCodes: [] },
    ...(time.length > 1 && { done: time }),
  }));
  return { state, done: tasks.filter(({ count }) => count > 0).length, tasks };
}

const ANSWER: ProgressAnswer = {
  ...{ group: 'g', description: '', groups: ['g'], isTerm: true },
  period: { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' },
  labs: [lab('a', 2), lab('b', 1)],
  students: [
    {
      user: 's10',
      labs: [
        progress('finished', '2026-11-02T10:00:00Z', '2026-11-02T23:59:59Z'),
        progress('finished', '2026-11-04T00:00:00Z'),
      ],
    },
    { user: 's2', labs: [progress('stuck', '2026-11-02T10:00:00Z', '!'), progress('notStarted', '')] },
    { user: 's1', labs: [progress('notStarted', '', ''), progress('notStarted', '')] },
    { user: 's3', labs: [progress('notStarted', '', ''), progress('finished', '2026-11-03T12:00:00Z')] },
  ],
};
const ROWS = matrixRows(ANSWER);
const users = (view: object) =>
  sortedRows(ROWS, ANSWER.labs, { ...FIRST_MATRIX_VIEW, ...view }).map(({ user }) => user);

describe('the matrix of progress', () => {
  it('sums up all labs of a student', () => {
    assert.deepEqual(
      ROWS.map(({ user, done, tasks, state }) => [user, done, tasks, state]),
      [
        ['s10', 3, 3, 'finished'],
        ['s2', 1, 3, 'stuck'],
        ['s1', 0, 3, 'notStarted'],
        ['s3', 1, 3, 'started'],
      ],
    );
    assert.deepEqual(
      (['finished', 'stuck', 'notStarted'] as const).map((state) => countOf(ROWS, state)),
      [1, 1, 1],
    );
  });

  it('is sorted by name in natural order, by all labs or by one, equal ones by name', () => {
    assert.deepEqual(users({}), ['s1', 's2', 's3', 's10']);
    assert.deepEqual(users({ by: 'all', descending: true }), ['s10', 's2', 's3', 's1']);
    assert.deepEqual(users({ by: 'b', descending: true }), ['s3', 's10', 's1', 's2']);
    assert.deepEqual(users({ by: 'a' }), ['s1', 's3', 's2', 's10']);
  });

  it('shows some students only, and leaves the others as they are', () => {
    assert.deepEqual(users({ only: 'stuck' }), ['s2']);
    assert.equal(ROWS.length, 4);
  });

  it('begins with A and with the most, and turns round', () => {
    const byLab = sortedBy(FIRST_MATRIX_VIEW, 'a');
    assert.deepEqual([byLab.by, byLab.descending], ['a', true]);
    assert.equal(sortedBy(byLab, 'a').descending, false);
    assert.equal(sortedBy(byLab, 'user').descending, false);
  });

  it('has its strongest shade for what is complete', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((done) => shadeOf(done, 5)),
      [0, 1, 2, 3, 4, 5],
    );
    assert.deepEqual([shadeOf(1, 100), shadeOf(99, 100), shadeOf(1, 1)], [1, 4, 5]);
  });

  it('counts who has done a task, and who tries in vain', () => {
    assert.deepEqual(taskTotals(ANSWER.students, 0, 0), { done: 2, failed: 0 });
    assert.deepEqual(taskTotals(ANSWER.students, 0, 1), { done: 1, failed: 1 });
  });
});

describe('progress over time', () => {
  const until = Date.parse('2026-11-04T12:00:00Z');

  it('is the share done by the end of each day, of the group and of a student', () => {
    const course = courseOf(ANSWER, ANSWER.students[0], 'UTC', until);
    assert.equal(course?.starts.length, 4, 'what comes after the newest event is not known');
    assert.deepEqual(course.group, [0, 3 / 12, 4 / 12, 5 / 12]);
    assert.deepEqual(course.student, [0, 2 / 3, 2 / 3, 1]);
  });

  it('has days of the viewer’s zone', () => {
    const course = courseOf(ANSWER, undefined, 'America/New_York', until);
    assert.deepEqual(course?.group.slice(0, 4), [0, 0, 3 / 12, 5 / 12]);
    assert.equal(course?.student, undefined);
  });

  it('has the last days of a long period, and what was done before in them', () => {
    const long = { ...ANSWER, period: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' } };
    const course = courseOf(long, undefined, 'UTC', Date.parse('2028-01-01T00:00:00Z'));
    assert.deepEqual([course?.starts.length, course?.group[0]], [400, 5 / 12]);
    const { period: _, ...without } = ANSWER;
    assert.equal(courseOf(without, undefined, 'UTC', until), undefined);
  });

  it('is drawn in steps', () => {
    assert.equal(stepPath([0, 0.5], { left: 10, top: 0, width: 20, height: 100 }), 'M10.0 100.0H20.0L20.0 50.0H30.0');
  });
});
