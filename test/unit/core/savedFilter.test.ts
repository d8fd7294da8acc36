import assert from 'node:assert/strict';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { readFilter } from '../../../backend/core/savedFilter.ts';
import { UserError } from '../../../backend/core/userError.ts';

describe('readFilter', () => {
  const filters: [json: unknown, filter: EventFilter][] = [
    [{}, {}],
    [{ user: { in: ['ana', 'ben'] } }, { user: { in: ['ana', 'ben'] } }],
    [{ user: { in: [] } }, { user: { in: [] } }],
    [{ eventName: { prefix: 'Run' } }, { eventName: { prefix: 'Run' } }],
    [{ eventName: { prefix: ['Run', 'Create'], not: ['CreateTags'] } }, { eventName: { prefix: ['Run', 'Create'], not: ['CreateTags'] } }],
    [{ service: { in: ['ec2.amazonaws.com', 's3'], not: ['sts.amazonaws.com'] } }, { service: { in: ['ec2', 's3'], not: ['sts'] } }],
    [{ readOnly: { in: ['True'] } }, { readOnly: { in: ['true'] } }],
    [{ account: { in: [''] } }, { account: { in: [''] } }],
    // The names of attributes that are counted under another name
    [{ userIdentity_userName: { in: ['ana'] } }, { user: { in: ['ana'] } }],
    [{ awsRegion: { prefix: 'eu-' } }, { region: { prefix: 'eu-' } }],
    [{ eventSource: { not: ['ec2.amazonaws.com'] } }, { service: { not: ['ec2'] } }],
    [{ eventSource: { in: ['ec2.amazonaws.com'] }, service: { in: ['ec2', 's3'] } }, { service: { in: ['ec2'] } }],
    // A prefix of an event source is none of a service: "ec2." begins no service.
    [{ eventSource: { prefix: 'ec2.' } }, { eventSource: { prefix: 'ec2.' } }],
    // An attribute's own name stands for it, a bare name for a parameter
    [{ sourceIdentity: { in: ['ana'] } }, { sourceIdentity: { in: ['ana'] } }],
    [{ requestParameters_sourceIdentity: { in: ['ana'] } }, { requestParameters_sourceIdentity: { in: ['ana'] } }],
    [{ instanceType: { in: ['m1.small'] } }, { requestParameters_instanceType: { in: ['m1.small'] } }],
    // What the extension makes of its own filters
    [{ user: { in: ['ana'], not: undefined, prefix: undefined }, service: undefined }, { user: { in: ['ana'] } }],
    [{ user: {} }, {}],
  ]; // prettier-ignore
  for (const [json, filter] of filters) {
    it(JSON.stringify(json), () => assert.deepEqual(JSON.parse(JSON.stringify(readFilter(json))), filter));
  }

  const errors: [json: unknown, says: RegExp][] = [
    [null, /object/],
    [[], /object/],
    ['user', /object/],
    [{ usr: { in: ['ana'] } }, /"usr"/],
    [{ '': { in: ['ana'] } }, /""/],
    [JSON.parse('{"__proto__":{"in":["x"]}}'), /"__proto__"/],
    [{ constructor: { in: ['x'] } }, /"constructor"/],
    [{ user: 'ana' }, /condition of user/],
    [{ user: ['ana'] }, /condition of user/],
    [{ user: null }, /condition of user/],
    [{ user: { is: ['ana'] } }, /user.*"is"/],
    [{ user: { in: 'ana' } }, /"in" of user/],
    [{ user: { in: [1] } }, /"in" of user/],
    [{ user: { in: null } }, /"in" of user/],
    [{ user: { not: 'ana' } }, /"not" of user/],
    [{ user: { prefix: 5 } }, /"prefix" of user/],
    [{ user: { prefix: [null] } }, /"prefix" of user/],
    [{ kind: { in: ['human'] } }, /kind.*"human".*iamUser/],
    [{ outcome: { not: ['success'] } }, /outcome.*"success".*denied/],
    [{ readOnly: { in: [''] } }, /readOnly.*true, false/],
  ];
  for (const [json, says] of errors) {
    it(`refuses ${JSON.stringify(json)}`, () => {
      assert.throws(
        () => readFilter(json),
        (error) =>
          error instanceof UserError &&
          error.status === 400 &&
          error.parameter === 'filter' &&
          says.test(error.message),
      );
    });
  }
});
