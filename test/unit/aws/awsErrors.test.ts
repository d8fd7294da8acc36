import assert from 'node:assert/strict';
import { ask, isAboutCredentials, isDenied, isMissing } from '../../../backend/aws/awsErrors.ts';
import { UserError } from '../../../backend/core/userError.ts';

const PERMISSION = { action: 's3:ListBucket', resource: 'arn:aws:s3:::trail' };

function serviceError(name: string, message = '', besides: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 }, ...besides });
}

async function said(error: Error): Promise<string> {
  const failure: unknown = await ask(PERMISSION, Promise.reject(error)).catch((each: unknown) => each);
  assert.ok(failure instanceof UserError, `${error.name} becomes a UserError`);
  assert.equal(failure.cause, error);
  return failure.message;
}

describe('what AWS refuses', () => {
  const cases: [what: string, error: Error, sentence: RegExp][] = [
    [
      'a permission, named by AWS',
      serviceError(
        'AccessDenied',
        'User: arn:aws:iam::1:user/ana is not authorized to perform: s3:ListAllMyBuckets on resource: "arn:aws:s3:::x" because no identity-based policy allows the s3:ListAllMyBuckets action',
      ),
      /^arn:aws:iam::1:user\/ana may not do s3:ListAllMyBuckets on arn:aws:s3:::x \(because no identity-based policy allows/,
    ],
    [
      'a permission, not named by AWS',
      serviceError('AccessDenied', 'Access Denied'),
      /^This identity may not do s3:ListBucket on arn:aws:s3:::trail\. Ask for that permission/,
    ],
    [
      'expired credentials',
      serviceError('ExpiredTokenException'),
      /have expired: s3:ListBucket on arn:aws:s3:::trail was refused\. Sign in again/,
    ],
    ['an unknown key', serviceError('InvalidClientTokenId'), /does not know the access key/],
    [
      'a wrong secret',
      serviceError('SignatureDoesNotMatch', 'with the secret in it'),
      /^AWS does not accept the signature: [^.]*\.$/,
    ],
    ['a wrong clock', serviceError('RequestTimeTooSkewed'), /clock is wrong/],
    [
      'a bucket of another region',
      serviceError('PermanentRedirect', '', { $response: { headers: { 'x-amz-bucket-region': 'eu-south-2' } } }),
      /^s3:ListBucket is not answered here: arn:aws:s3:::trail is in another region \(eu-south-2\)\.$/,
    ],
    ['too many requests', serviceError('ThrottlingException'), /asked too often at the moment \(s3:ListBucket\)/],
    ['a bucket that is not there', serviceError('NoSuchBucket'), /^There is no bucket trail\.$/],
    [
      'what else is wrong with a request',
      serviceError('ValidationError', 'Stage is odd'),
      /ValidationError: Stage is odd$/,
    ],
    [
      'a fault of AWS',
      serviceError('InternalFailure', 'x', { $metadata: { httpStatusCode: 500 } }),
      /^AWS failed to answer s3:ListBucket/,
    ],
    [
      'no credentials',
      serviceError('CredentialsProviderError', 'Could not load credentials'),
      /^There are no AWS credentials: Could/,
    ],
    [
      'a sign-in that has expired',
      serviceError('CredentialsProviderError', 'The SSO session associated with this profile has expired'),
      /"aws sso login"/,
    ],
    [
      'a region that is none',
      new Error('Region not accepted: region="eu west 1" is not a valid hostname component.'),
      /^"eu west 1" is not the name of a region, so that s3:ListBucket cannot be asked\./,
    ],
    [
      'an address that nobody knows',
      Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      /cannot be reached \(ENOTFOUND/,
    ],
  ];
  for (const [what, error, sentence] of cases) {
    it(`is said in a sentence: ${what}`, async () => assert.match(await said(error), sentence));
  }

  it('passes as it is where the fault is not the user’s', async () => {
    const fault = new TypeError('x is not a function');
    await assert.rejects(ask(PERMISSION, Promise.reject(fault)), fault);
  });

  it('passes as it is where the user has cancelled', async () => {
    const cancelled = new DOMException('cancelled', 'AbortError');
    await assert.rejects(ask(PERMISSION, Promise.reject(cancelled)), cancelled);
  });

  it('can still be told apart afterwards', async () => {
    const denied: unknown = await ask(PERMISSION, Promise.reject(serviceError('AccessDenied'))).catch(
      (each: unknown) => each,
    );
    assert.deepEqual([isDenied(denied), isMissing(denied), isAboutCredentials(denied)], [true, false, false]);
    assert.equal(isMissing(serviceError('NoSuchBucket')), true);
    assert.equal(isAboutCredentials(serviceError('ExpiredToken')), true);
  });
});
