import assert from 'node:assert/strict';
import { generateSample } from '../../../backend/sample/generateSample.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';
import { distinct, readPath, readSample, share } from './readSample.ts';

const MINUTE = 60_000;
const END = new Date('2026-03-13T15:20:00Z');
const DENIED = /AccessDenied|Unauthorized|AuthorizationError/;
const small: SampleOptions = { end: END, users: 10, days: 9 };

describe('generateSample', () => {
  describe('is a function of its options', () => {
    const text = (options: SampleOptions) => JSON.stringify([...generateSample(options)]);
    const first = text(small);
    const changes: [string, Partial<SampleOptions>][] = [
      ['end', { end: new Date('2026-03-13T15:21:00Z') }],
      ['days', { days: 10 }],
      ['users', { users: 11 }],
      ['seed', { seed: 2 }],
      ['events', { events: 2000 }],
      ['recordsPerFile', { recordsPerFile: 17 }],
      ['organization', { organization: true }],
    ];
    it('gives the same for the same', () => assert.equal(text({ ...small }), first));
    for (const [name, change] of changes) {
      it(`gives something else for another ${name}`, () => assert.notEqual(text({ ...small, ...change }), first));
    }
  });

  describe('of a small class', () => {
    const files = readSample(small);
    const logFiles = files.filter(({ records }) => records !== undefined);

    it('is laid out as CloudTrail does, each path once', () => {
      assert.deepEqual(
        logFiles.filter(({ path }) => !readPath(path)).map(({ path }) => path),
        [],
      );
      assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
    });

    it('puts records into the file of their account and region', () => {
      for (const { path, records = [] } of logFiles) {
        const { account, region } = readPath(path)!;
        for (const each of records) assert.deepEqual([each.recipientAccountId, each.awsRegion], [account, region]);
      }
    });

    it('ends at the end and begins the days before', () => {
      const times = distinct(files).map(({ eventTime }) => Date.parse(eventTime));
      assert.ok(Math.max(...times) <= END.getTime());
      assert.ok(Math.max(...times) > END.getTime() - 60 * MINUTE, 'nothing in the last hour');
      assert.ok(Math.min(...times) >= END.getTime() - 9 * 24 * 60 * MINUTE);
      assert.ok(Math.max(...logFiles.map(({ path }) => readPath(path)!.delivered)) <= END.getTime());
    });

    it('delivers two to ten minutes later, at first', () => {
      const seen = new Set<string>();
      for (const { path, records = [] } of logFiles) {
        for (const { eventID, eventTime } of records) {
          const delay = (readPath(path)!.delivered - Date.parse(eventTime)) / MINUTE;
          assert.ok(delay >= 2, `${path}: ${delay} minutes`);
          if (!seen.has(eventID)) assert.ok(delay <= 10, `${path}: ${delay} minutes`);
          seen.add(eventID);
        }
      }
    });

    it('does not sort the records of a file', () => {
      const sorted = ({ records = [] }: (typeof files)[number]) =>
        records.every((each, i) => i === 0 || records[i - 1]!.eventTime <= each.eventTime);
      assert.ok(
        share(
          logFiles.filter(({ records = [] }) => records.length > 5),
          sorted,
        ) < 0.2,
      );
    });

    it('has digest files beside the log files', () => {
      const digests = files.filter(({ records }) => records === undefined);
      assert.ok(digests.length >= 3);
      for (const { path } of digests) {
        assert.match(
          path,
          /^AWSLogs\/(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail-Digest_\2_[a-z-]+_\2_\d{8}T\d{6}Z\.json\.gz$/,
        );
      }
    });

    it('names only what is nobody’s: addresses for documentation, example keys', () => {
      for (const { sourceIPAddress, userIdentity } of distinct(files)) {
        assert.match(sourceIPAddress, /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|\.amazonaws\.com$|^AWS Internal$/);
        assert.match(userIdentity.accessKeyId ?? '', /^((AKIA|ASIA)[A-Z2-7]{9}EXAMPLE)?$/);
      }
    });

    it('has all kinds of identities', () => {
      const types = new Set(distinct(files).map(({ userIdentity }) => userIdentity.type ?? 'none'));
      assert.deepEqual([...types].sort(), [
        'AWSAccount',
        'AWSService',
        'AssumedRole',
        'FederatedUser',
        'IAMUser',
        'Root',
        'SAMLUser',
        'WebIdentityUser',
        'none',
      ]);
    });

    it('has failed sign-ins without errorCode, some of unknown names', () => {
      const failed = distinct(files).filter(({ responseElements }) => responseElements?.ConsoleLogin === 'Failure');
      assert.ok(failed.every((each) => each.errorCode === undefined && each.errorMessage === 'Failed authentication'));
      const names = failed.map(({ userIdentity }) => userIdentity.userName!);
      assert.ok(names.includes('HIDDEN_DUE_TO_SECURITY_REASONS'));
      assert.ok(names.includes('alucloud3'));
    });

    it('has a role session under the name of a student who did not ask for it', () => {
      const records = distinct(files);
      const forged = records.filter(({ userIdentity }) => /assumed-role\/.*\/alucloud2$/.test(userIdentity.arn ?? ''));
      assert.ok(forged.some(({ eventName }) => eventName === 'RunInstances'));
      const asked = records.filter(
        ({ eventName, requestParameters }) =>
          eventName === 'AssumeRole' && requestParameters?.roleSessionName === 'alucloud2',
      );
      assert.deepEqual(
        asked.map(({ userIdentity }) => userIdentity.userName),
        ['alucloud5'],
      );
    });

    it('has sessions with a sourceIdentity, calls by way of services, and shared events', () => {
      const records = distinct(files);
      assert.ok(records.some(({ userIdentity }) => userIdentity.sessionContext?.sourceIdentity === 'profesor'));
      assert.ok(records.some(({ sharedEventID }) => sharedEventID !== undefined));
      const ofStudents = readSample({ ...small, days: 30, events: 1 }).flatMap(({ records = [] }) => records);
      assert.ok(
        ofStudents.some(
          ({ userIdentity: { type, invokedBy } }) => type === 'IAMUser' && invokedBy === 'cloudformation.amazonaws.com',
        ),
      );
    });
  });

  describe('of a class by default', () => {
    const files = readSample({ end: END });
    const records = distinct(files);

    it('has 120 students, all of whom are to be seen', () => {
      const students = new Set(
        records.flatMap(({ userIdentity: { type, userName = '' } }) =>
          type === 'IAMUser' && userName.startsWith('alucloud') ? [userName] : [],
        ),
      );
      assert.equal(students.size, 120);
      assert.ok(students.has('alucloud1') && students.has('alucloud120'));
    });

    it('has 25,000 to 40,000 events over 30 days in several regions', () => {
      assert.ok(records.length >= 25_000 && records.length <= 40_000, String(records.length));
      assert.equal(new Set(records.map(({ eventTime }) => eventTime.slice(0, 10))).size, 31);
      assert.deepEqual([...new Set(records.map(({ awsRegion }) => awsRegion))].sort(), [
        'eu-central-1',
        'eu-west-1',
        'sa-east-1',
        'us-east-1',
        'us-west-2',
      ]);
    });

    it('has realistic shares', () => {
      const reads = share(records, ({ readOnly }) => readOnly);
      const denied = share(records, ({ errorCode = '' }) => DENIED.test(errorCode));
      const failed = share(records, ({ errorCode }) => errorCode !== undefined) - denied;
      assert.ok(reads > 0.75 && reads < 0.95, `${reads} of the events are reads`);
      assert.ok(denied > 0.005 && denied < 0.06, `${denied} of the events are denied`);
      assert.ok(failed > 0.005 && failed < 0.06, `${failed} of the events failed otherwise`);
    });

    it('denies little to most students and much to some', () => {
      const byUser = new Map<string, number[]>();
      for (const { userIdentity, errorCode } of records) {
        if (!userIdentity.userName?.startsWith('alucloud')) continue;
        const list = byUser.get(userIdentity.userName) ?? [];
        byUser.set(userIdentity.userName, [...list, errorCode === undefined ? 0 : 1]);
      }
      const shares = [...byUser.values()].map((list) => share(list, (error) => error === 1)).sort((a, b) => a - b);
      assert.ok(shares[60]! < 0.06 && shares.at(-5)! > 2 * shares[60]!, `${shares[60]!}, ${shares.at(-5)!}`);
    });

    it('delivers about one event in a hundred again, byte by byte, in a later file', () => {
      const seen = new Map<string, { text: string; path: string; delivered: number }>();
      let again = 0;
      for (const { path, records: inFile = [] } of files) {
        for (const record of inFile) {
          const text = JSON.stringify(record);
          const before = seen.get(record.eventID);
          const { delivered } = readPath(path)!;
          if (before) {
            again++;
            assert.equal(text, before.text);
            assert.notEqual(path, before.path);
            assert.ok(delivered > before.delivered);
          } else seen.set(record.eventID, { text, path, delivered });
        }
      }
      assert.ok(again > 0.007 * seen.size && again < 0.013 * seen.size, `${again} of ${seen.size}`);
    });

    it('works mostly on weekdays', () => {
      const weekend = share(records, ({ eventTime }) => [0, 6].includes(new Date(eventTime).getUTCDay()));
      assert.ok(weekend > 0 && weekend < 0.15, String(weekend));
    });
  });

  describe('with a number of events', () => {
    const cases: SampleOptions[] = [
      { end: END, users: 10, days: 5, events: 3000 },
      { end: END, users: 10, days: 5, events: 20_000, recordsPerFile: 17 },
      { end: END, users: 10, days: 5, events: 20_000, recordsPerFile: 1000 },
      { end: END, users: 20, days: 5, events: 20_000, recordsPerFile: 17, organization: true },
    ];
    for (const options of cases) {
      const { end: _, ...rest } = options;
      it(`has exactly as many: ${JSON.stringify(rest)}`, () => {
        const files = readSample(options);
        assert.equal(distinct(files).length, options.events);
        if (options.recordsPerFile === undefined) return;
        const streams = Map.groupBy(
          files.filter(({ records }) => records !== undefined),
          ({ path }) => path.slice(0, path.indexOf('/20')),
        );
        for (const [stream, ofStream] of streams) {
          const sizes = ofStream.map(({ records = [] }) => records.length);
          const last = sizes.pop()!;
          assert.ok(last <= options.recordsPerFile, stream);
          assert.ok(
            sizes.every((size) => size === options.recordsPerFile),
            `${stream}: ${sizes.join(' ')}`,
          );
        }
      });
    }
  });
});
