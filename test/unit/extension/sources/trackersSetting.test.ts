import assert from 'node:assert/strict';
import { createRemoteSource, isOwnView } from '../../../../extension/sources/source.ts';
import { settingOf, trackersIn } from '../../../../extension/sources/trackersSetting.ts';

const place = { url: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev', region: 'eu-west-1' };

describe('the setting of the trackers', () => {
  it('holds what a source has, and gives it back', () => {
    const source = createRemoteSource(
      { type: 'tracker', ...place, profile: 'class', account: '111122223333', stack: 'cloudtrail-tracker-dev' },
      'dev',
    );
    const setting = settingOf(source);
    assert.deepEqual(setting, {
      name: 'dev',
      ...place,
      profile: 'class',
      account: '111122223333',
      stack: 'cloudtrail-tracker-dev',
    });
    assert.deepEqual(trackersIn([setting]), [source]);
  });

  it('tells the own view of a user from the whole tracker, and from that of others', () => {
    const all = trackersIn([
      { ...place, name: 'whole' },
      { ...place, name: 'own', profile: 'ana', account: '111122223333', ownView: 'ana' },
      { ...place, name: 'another', ownView: 'bob' },
      { ...place, name: 'again', ownView: 'ana' },
    ]);
    assert.deepEqual(all.map(({ name }) => name), ['whole', 'own', 'another']); // prettier-ignore
    assert.deepEqual(all.map(isOwnView), [false, true, true]);
    assert.deepEqual(trackersIn(all.map(settingOf)), all);
  });

  it('names a tracker without a name by its host', () => {
    assert.deepEqual(
      trackersIn([place]).map(({ name }) => name),
      ['abcdefghij.execute-api.eu-west-1.amazonaws.com'],
    );
  });

  it('has each tracker once', () => {
    const names = trackersIn([
      { ...place, name: 'one' },
      { ...place, name: 'two', profile: 'other' },
    ]).map(({ name }) => name);
    assert.deepEqual(names, ['one']);
  });

  for (const wrong of [undefined, 'text', {}, [null, 1, 'text', {}, { ...place, url: 'nowhere' }, { name: 'dev' }]]) {
    it(`holds no tracker where it is ${JSON.stringify(wrong)}`, () => assert.deepEqual(trackersIn(wrong), []));
  }
});
