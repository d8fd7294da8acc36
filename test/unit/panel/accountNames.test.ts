import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { accountNames } from '../../../media/panel/accountNames.ts';
import { FIRST_TABLE_VIEW, tableRows } from '../../../media/panel/breakdown.ts';
import { completionsOf, readTyped } from '../../../media/panel/completion.ts';
import { detailGroups } from '../../../media/panel/eventText.ts';
import { homeOrKind, partLabel, rowTitle, seriesLabel, valueLabel, valueTitle } from '../../../media/panel/labels.ts';

const [PRODUCTION, SANDBOX, UNKNOWN, HOSTILE] = ['777788889999', '111122223333', '444455556666', '999900001111'] as const; // prettier-ignore

describe('names of accounts in the panel', () => {
  before(() => (accountNames.value = { [PRODUCTION]: 'production', [SANDBOX]: 'Sandbox', [HOSTILE]: '\u202ex' }));
  after(() => (accountNames.value = {}));

  it('stand for the numbers of accounts and homes, with the number in the title, and for nothing else', () => {
    for (const field of ['account', 'home']) {
      assert.equal(valueLabel({ field, value: PRODUCTION }), 'production');
      assert.equal(valueTitle({ field, value: PRODUCTION }), `production (${PRODUCTION})`);
      assert.equal(valueTitle({ field, value: UNKNOWN }), UNKNOWN);
    }
    assert.equal(valueLabel({ field: 'session', value: PRODUCTION }), PRODUCTION);
    assert.equal(valueLabel({ field: 'account', value: '' }), 'none');
    assert.equal(valueLabel({ field: 'account', value: '__proto__' }), '__proto__');
  });

  it('show what cannot be seen in them', () => {
    assert.equal(valueLabel({ field: 'account', value: HOSTILE }), '\ufffdx');
  });

  it('are on chips', () => {
    const part = { field: 'account', test: 'not', value: PRODUCTION } as const;
    assert.deepEqual(partLabel(part), { field: 'Account', value: 'not production' });
    assert.equal(partLabel(part, valueTitle).value, `not production (${PRODUCTION})`);
  });

  it('tell namesakes apart', () => {
    const row: ActivityRow = { user: 'Admin', kind: 'role', home: PRODUCTION, count: 1, errors: 0, denied: 0, first: '', last: '' }; // prettier-ignore
    assert.equal(homeOrKind(row), 'production');
    assert.equal(homeOrKind({ ...row, home: '' }), 'Role');
    assert.equal(seriesLabel('user', { ...row, namesakes: 1 }), 'Admin · production');
    assert.equal(rowTitle('user', row), `Admin · Role · production (${PRODUCTION})`);
  });

  it('sort the breakdown, and are searched in it, as numbers are', () => {
    const accounts = [PRODUCTION, SANDBOX, UNKNOWN];
    const rows = accounts.map((account): ActivityRow => ({ account, count: 1, errors: 0, denied: 0, first: '', last: '' })); // prettier-ignore
    const period = { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };
    const question = { filter: {}, period, timeZone: 'UTC', tiles: [], colourPeriod: period };
    const breakdown = { question, groupBy: ['account'], ranking: { rows, values: 3, count: 3 } };
    const shown = (view: object) =>
      tableRows(breakdown, { ...FIRST_TABLE_VIEW, ...view }).map(({ account }) => account);
    assert.deepEqual(shown({ by: 'account', descending: false }), [UNKNOWN, PRODUCTION, SANDBOX]);
    assert.deepEqual(shown({ search: 'PROD' }), [PRODUCTION]);
    assert.deepEqual(shown({ search: '7777' }), [PRODUCTION]);
  });

  it('are in the details with their numbers, which are what is filtered by', () => {
    const event = { account: PRODUCTION, home: UNKNOWN, eventSource: '', outcome: 'ok', kind: 'role' } as TrackerEvent;
    const details = detailGroups(event, '', '').flatMap((group) => group.details);
    const of = (field: string) => details.find((detail) => detail.field === field);
    assert.deepEqual([of('account')?.value, of('account')?.filterValue], [`production (${PRODUCTION})`, PRODUCTION]);
    assert.deepEqual([of('home')?.label, of('home')?.value], ['Home account', UNKNOWN]);
  });

  describe('in the filter', () => {
    const complete = (input: string, found: Parameters<typeof completionsOf>[1] = []) =>
      completionsOf(readTyped(input, []), found, []).map(({ label, title, part }) => [label, title, part?.value]);
    const suggestion = { field: 'account', value: PRODUCTION, count: 7 };

    it('find accounts', () => {
      const found = ['production', `production (${PRODUCTION})`, PRODUCTION];
      assert.deepEqual(complete('prod', [suggestion])[0], found);
      assert.deepEqual(complete('account: duct', [suggestion])[0], found);
      assert.deepEqual(complete('account: 7777', [suggestion])[0], found);
    });

    it('are accounts when they are typed to their end, before anything was found', () => {
      assert.deepEqual(complete('account: Production'), [['production', `production (${PRODUCTION})`, PRODUCTION]]);
      assert.deepEqual(complete('-home: production')[0]?.[0], 'not production');
      assert.deepEqual(complete('user: production')[0], ['production', undefined, 'production']);
    });
  });
});
