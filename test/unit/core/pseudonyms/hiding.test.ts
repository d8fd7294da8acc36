import assert from 'node:assert/strict';
import type { UserKind } from '../../../../backend/core/event.ts';
import { createHiding } from '../../../../backend/core/pseudonyms/hiding.ts';
import { createKnownNames } from '../../../../backend/core/pseudonyms/knownNames.ts';

/** With codes that show what they stand for. */
const hiding = createHiding(
  (word, value) => `${word}<${value}>`,
  createKnownNames(['alice', 'bob', 'ana.garcia@example.com', 'admin', 'unknown']),
);

const USER = 'userIdentity_userName';
const ARN = 'userIdentity_arn';

describe('what shows while names are hidden', () => {
  const users: [name: string, kind: UserKind, shown: string][] = [
    ['alice', 'iamUser', 'user<alice>'],
    ['ana.garcia@example.com', 'person', 'user<ana.garcia@example.com>'],
    // Has come since the names were asked for.
    ['newcomer', 'iamUser', 'user<newcomer>'],
    ['111122223333:AIDAEXAMPLE', 'account', 'user<111122223333:AIDAEXAMPLE>'],
    ['typed at a sign-in', 'unknown', 'user<typed at a sign-in>'],
    ['HIDDEN_DUE_TO_SECURITY_REASONS', 'unknown', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['unknown', 'unknown', 'unknown'],
    ['root', 'root', 'root'],
    ['ec2.amazonaws.com', 'service', 'ec2.amazonaws.com'],
    ['LabRole', 'role', 'LabRole'],
    ['reader-Alice', 'role', 'role<reader-Alice>'],
    ['ana.garcia-lab', 'role', 'role<ana.garcia-lab>'],
    // One name, one pseudonym: a filter by name finds both.
    ['admin', 'role', 'user<admin>'],
  ];
  for (const [name, kind, shown] of users) {
    it(`of the ${kind} ${name} is ${shown}`, () => {
      assert.equal(hiding.value(USER, name, kind), shown);
      assert.equal(hiding.value('user', name, kind), shown);
    });
  }

  const values: [field: string, value: string, shown: string][] = [
    ['eventName', 'alice', 'alice'],
    ['service', 'ec2', 'ec2'],
    ['session', 'carol@example.com', 'session<carol@example.com>'],
    ['session', 'i-0123456789abcdef0', 'i-0123456789abcdef0'],
    ['session', '', ''],
    ['sourceIdentity', 'dave', 'user<dave>'],
    ['role', 'LabRole', 'LabRole'],
    ['sourceIPAddress', '203.0.113.7', 'address<203.0.113.7>'],
    ['sourceIPAddress', '2001:db8::1', 'address<2001:db8::1>'],
    ['sourceIPAddress', '10.0.0.1', '10.0.0.1'],
    ['sourceIPAddress', 'cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
    ['sourceIPAddress', 'AWS Internal', 'AWS Internal'],
    ['userAgent', 'aws-cli/2.31', 'aws-cli/2.31'],
    ['userAgent', 'app/ALICE', 'text<app/ALICE>'],
    ['userAgent', 'mail someone@example.org', 'text<mail someone@example.org>'],
    ['userIdentity_accessKeyId', 'AKIAEXAMPLE', 'AKIA<AKIAEXAMPLE>'],
    ['responseElements_credentials_accessKeyId', 'ASIAEXAMPLE', 'ASIA<ASIAEXAMPLE>'],
    ['userIdentity_accessKeyId', 'carol', 'key<carol>'],
    ['userIdentity_principalId', 'AROAEXAMPLE:carol', 'id<AROAEXAMPLE:carol>'],
    ['userIdentity_principalId', '111122223333', '111122223333'],
    ['errorMessage', 'User carol may not', 'text<User carol may not>'],
    ['eventID', '11111111-2222-4333-8444-555555555555', '11111111-2222-4333-8444-555555555555'],
    ['eventID', 'carol', 'id<carol>'],
    [
      'logFile',
      '111122223333_CloudTrail_eu-west-1_20240615T1205Z_AbCd.json.gz',
      '111122223333_CloudTrail_eu-west-1_20240615T1205Z_AbCd.json.gz',
    ],
    ['logFile', 'carol.json', 'file<carol.json>'],
    ['requestParameters_instanceType', 't2.micro', 't2.micro'],
    ['additionalEventData_MFAUsed', 'No', 'No'],
    ['fromConsole', 'true', 'true'],
    ['requestParameters_userName', 'carol', 'user<carol>'],
    ['requestParameters_roleSessionName', 'carol', 'session<carol>'],
    ['requestParameters_bucketName', 'website-carol', 'name<website-carol>'],
    ['requestParameters_cidrIp', '0.0.0.0/0', '0.0.0.0/0'],
    ['requestParameters_cidrIp', '203.0.113.7/32', 'address<203.0.113.7/32>'],
    ['requestParameters_inventedByATracker', 'carol', 'name<carol>'],
    ['resources', 'vol-0123456789abcdef0', 'vol-0123456789abcdef0'],
    ['resources', 'sg-b41590de', 'sg-b41590de'],
    ['resources', 'carol-20240615', 'name<carol-20240615>'],
    ['resources', 'i-alice', 'name<i-alice>'],
    ['resources', 'AKIAIOSFODNN7EXAMPLE', 'AKIA<AKIAIOSFODNN7EXAMPLE>'],
    ['resources', '203.0.113.7', 'address<203.0.113.7>'],
    ['resources', '*', '*'],
  ];
  for (const [field, value, shown] of values) {
    it(`of ${field} ${JSON.stringify(value)} is ${shown}`, () => assert.equal(hiding.value(field, value), shown));
  }

  const arns: [arn: string, shown: string][] = [
    ['arn:aws:iam::111122223333:user/carol', 'arn:aws:iam::111122223333:user/user<carol>'],
    ['arn:aws:iam::111122223333:user/course/b/carol', 'arn:aws:iam::111122223333:user/name<course/b>/user<carol>'],
    ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'],
    ['arn:aws:iam::111122223333:mfa/carol', 'arn:aws:iam::111122223333:mfa/name<carol>'],
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/name<AdministratorAccess>'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['arn:aws:iam::111122223333:role/LabRole', 'arn:aws:iam::111122223333:role/LabRole'],
    ['arn:aws:iam::111122223333:role/bob/Lab', 'arn:aws:iam::111122223333:role/role<bob>/Lab'],
    ['arn:aws:sts::111122223333:assumed-role/Lab/carol', 'arn:aws:sts::111122223333:assumed-role/Lab/session<carol>'],
    [
      'arn:aws:sts::111122223333:assumed-role/Lab/i-0123456789abcdef0',
      'arn:aws:sts::111122223333:assumed-role/Lab/i-0123456789abcdef0',
    ],
    ['arn:aws:sts::111122223333:federated-user/carol', 'arn:aws:sts::111122223333:federated-user/user<carol>'],
    ['arn:aws:s3:::carols-bucket', 'arn:aws:s3:::name<carols-bucket>'],
    ['arn:aws:s3:::carols-bucket/a/b', 'arn:aws:s3:::name<carols-bucket>/name<a/b>'],
    ['arn:aws:sns:eu-west-1:111122223333:carol:1234', 'arn:aws:sns:eu-west-1:111122223333:name<carol:1234>'],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:carol',
      'arn:aws:lambda:eu-west-1:111122223333:function:name<carol>',
    ],
    [
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0',
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0',
    ],
    ['arn:aws:ec2:eu-west-1:carol:instance/i-1', 'name<arn:aws:ec2:eu-west-1:carol:instance/i-1>'],
    ['arn:carol', 'name<arn:carol>'],
  ];
  for (const [arn, shown] of arns) {
    it(`of ${arn} is ${shown}`, () => {
      assert.equal(hiding.value(ARN, arn), shown);
      assert.equal(hiding.value('resources', arn), shown);
    });
  }
});
