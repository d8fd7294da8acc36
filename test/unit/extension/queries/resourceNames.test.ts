import assert from 'node:assert/strict';
import { resourceNames } from '../../../../extension/queries/resourceNames.ts';

const at = 'eu-west-1:111122223333';

describe('resourceNames', () => {
  for (const [asked, ...others] of [
    ['i-443dbbaa'],
    [`arn:aws:ec2:${at}:instance/i-443dbbaa`, 'i-443dbbaa'],
    ['lab-230', 'arn:aws:s3:::lab-230'],
    ['arn:aws:s3:::lab-230', 'lab-230'],
    ['arn:aws:s3:::lab-230/notes.txt'],
    ['arn:aws:iam::111122223333:role/Deploy', 'Deploy'],
    ['arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin', 'Admin'],
    ['arn:aws:iam::111122223333:root', 'root'],
    [`arn:aws:lambda:${at}:function:hello`, 'hello'],
    [`arn:aws:lambda:${at}:function:hello:3`, 'hello'],
    [`arn:aws:dynamodb:${at}:table/notes/index/by-day`, 'notes'],
    [`arn:aws:logs:${at}:log-group:/aws/lambda/hello:*`, '/aws/lambda/hello'],
    [`arn:aws:cloudformation:${at}:stack/lab/0a1b2c3d`, 'lab'],
    [`arn:aws:sqs:${at}:jobs`, 'jobs'],
    [`arn:aws:rds:${at}:db:wordpress`, 'wordpress'],
    ['Deploy'],
    ['arn:aws'],
  ] as const) {
    it(`of ${asked} are ${[asked, ...others].join(' and ')}`, () => {
      assert.deepEqual(resourceNames(` ${asked} `), [asked, ...others]);
    });
  }
});
