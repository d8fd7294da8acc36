import assert from 'node:assert/strict';
import { summaryPartition } from '../../../backend/dynamodb/keys.ts';
import { packagedService } from './packageService.ts';
import { resolveTemplate, type Template } from './resolveTemplate.ts';

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}
interface Policy {
  PolicyName: string;
  PolicyDocument: { Version?: string; Statement: Statement[] };
}

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/cloudtrail-tracker-dev-v1';
const owned = { StringEquals: { 's3:ResourceAccount': '111122223333' } };

const READS_LOG_FILES: Statement[] = [
  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::trail-bucket/*', Condition: owned },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::trail-bucket', Condition: owned },
  { Effect: 'Allow', Action: 's3:GetObject', Resource: '<UploadBucket.Arn>/*' },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: '<UploadBucket.Arn>' },
];
const logs = (functionName: string): Statement => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/cloudtrail-tracker-dev-${functionName}:*`,
});

describe('the template: who may do what', () => {
  let packaged: Template;
  before(async function () {
    this.timeout(60_000);
    packaged = (await packagedService()).template;
  });

  const resolved = (parameters: Record<string, string> = {}) =>
    resolveTemplate(packaged, { Bucket: 'trail-bucket', ...parameters });
  const ofType = ({ Resources }: Template, type: string) =>
    Object.entries(Resources).filter(([, { Type }]) => Type === type);
  const roleStatements = (template: Template, role: string) => {
    const policies = template.Resources[role]!.Properties['Policies'] as unknown as Policy[];
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };
  /** Every statement of a template that allows something, with where it stands. */
  const allowed = (template: Template) =>
    Object.entries(template.Resources).flatMap(([name, { Properties }]) => {
      const {
        Policies = [],
        PolicyDocument,
        AssumeRolePolicyDocument,
      } = Properties as unknown as {
        Policies?: Policy[];
        PolicyDocument?: Policy['PolicyDocument'];
        AssumeRolePolicyDocument?: Policy['PolicyDocument'];
      };
      const documents = [...Policies.map((policy) => policy.PolicyDocument), PolicyDocument, AssumeRolePolicyDocument];
      return documents
        .flatMap((document) => document?.Statement ?? [])
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ name, ...statement }));
    });

  it('ingest reads log files, writes its table, takes messages and writes its log', () => {
    assert.deepEqual(roleStatements(resolved(), 'IngestRole'), [
      ...READS_LOG_FILES,
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:DeleteItem'],
        Resource: TABLE,
      },
      {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: '<IngestQueue.Arn>',
      },
      logs('ingest'),
    ]);
  });

  it('query reads log files, reads its table, writes summaries and its log', () => {
    const isSummary = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${summaryPartition('')}*`] } };
    assert.deepEqual(roleStatements(resolved(), 'QueryRole'), [
      ...READS_LOG_FILES,
      { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: TABLE },
      { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE, Condition: isSummary },
      logs('query'),
    ]);
  });

  it('the key is given to both roles, through S3 only, and only where a trail has one', () => {
    assert.deepEqual(ofType(resolved(), 'AWS::IAM::Policy'), []);
    const [[, policy] = assert.fail('no policy')] = ofType(resolved({ KmsKey: KEY }), 'AWS::IAM::Policy');
    const { Roles, PolicyDocument } = policy.Properties as unknown as Policy & { Roles: string[] };
    assert.deepEqual(Roles, ['<IngestRole>', '<QueryRole>']);
    const throughS3 = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    assert.deepEqual(PolicyDocument.Statement, [
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY, Condition: throughS3 },
    ]);
  });

  it('each function has its own role, which only Lambda takes, bounded if that is wished', () => {
    const { Resources } = resolved();
    const rolesOf = ({ Resources }: Template) => ofType({ Resources } as Template, 'AWS::IAM::Role');
    assert.deepEqual(
      ofType(resolved(), 'AWS::Lambda::Function').map(([name]) => [name, Resources[name]!.Properties['Role']]),
      [
        ['IngestLambdaFunction', '<IngestRole.Arn>'],
        ['QueryLambdaFunction', '<QueryRole.Arn>'],
      ],
    );
    for (const [name, role] of rolesOf(resolved())) {
      assert.equal('PermissionsBoundary' in role.Properties, false, name);
      assert.deepEqual(role.Properties['AssumeRolePolicyDocument'], {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      });
    }
    const PermissionsBoundary = 'arn:aws:iam::111122223333:policy/class-boundary';
    const bounded = rolesOf(resolved({ PermissionsBoundary }));
    assert.equal(bounded.length, 2);
    for (const [name, { Properties }] of bounded)
      assert.equal(Properties['PermissionsBoundary'], PermissionsBoundary, name);
  });

  it('only this bucket of its owner sends messages, and nobody without TLS', () => {
    const statements = (parameters?: Record<string, string>) => {
      const { Properties } = resolved(parameters).Resources['IngestQueuePolicy']!;
      assert.deepEqual(Properties['Queues'], ['<IngestQueue>']);
      return (Properties as unknown as Policy).PolicyDocument.Statement;
    };
    const [allow, deny, ...more] = statements();
    assert.deepEqual(more, []);
    assert.deepEqual(allow, {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '<IngestQueue.Arn>',
      Condition: {
        ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::trail-bucket' },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      },
    });
    assert.deepEqual(deny, {
      Effect: 'Deny',
      Principal: '*',
      Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      Resource: '<IngestQueue.Arn>',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const [foreign] = statements({ BucketOwner: '444455556666' });
    const { StringEquals } = foreign!.Condition as typeof owned & { StringEquals: object };
    assert.deepEqual(StringEquals, { 'aws:SourceAccount': '444455556666' });
  });

  it('a bucket of another account is read as that account’s only', () => {
    const template = resolved({ BucketOwner: '444455556666' });
    const conditions = ['IngestRole', 'QueryRole'].flatMap((role) =>
      roleStatements(template, role).flatMap(({ Action, Resource, Condition }) =>
        String(Action).startsWith('s3:') && String(Resource).startsWith('arn:') ? Condition : [],
      ),
    );
    assert.deepEqual(conditions, Array(4).fill({ StringEquals: { 's3:ResourceAccount': '444455556666' } }));
  });

  it('readers may ask this API, and nothing else', () => {
    const { PolicyDocument } = resolved().Resources['ReaderPolicy']!.Properties as unknown as Policy;
    assert.deepEqual(PolicyDocument.Statement, [
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        Resource: 'arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/dev/GET/*',
      },
    ]);
  });

  it('students may ask for the path of their own name and what lies below it, and nothing else', () => {
    const { PolicyDocument } = resolved().Resources['OwnViewPolicy']!.Properties as unknown as Policy;
    const own = 'arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/dev/GET/users/${aws:username}';
    assert.deepEqual(PolicyDocument, {
      // An earlier version of the language would take the variable as it is written.
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: [own, `${own}/*`] }],
    });
  });

  it('no action has a star, and no resource but the objects of the buckets, streams of a log and routes of the API', () => {
    const statements = allowed(resolved({ KmsKey: KEY }));
    assert.deepEqual(
      new Set(statements.map(({ name }) => name)),
      new Set(['IngestRole', 'QueryRole', 'TrailKeyPolicy', 'ReaderPolicy', 'OwnViewPolicy', 'IngestQueuePolicy']),
    );
    const starred = (texts: string | string[] = []) => [texts].flat().filter((text) => text.includes('*'));
    assert.deepEqual(
      statements.flatMap(({ Action }) => starred(Action)),
      [],
    );
    assert.deepEqual([...new Set(statements.flatMap(({ Resource }) => starred(Resource)))].sort(), [
      '<UploadBucket.Arn>/*',
      'arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/dev/GET/*',
      'arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/dev/GET/users/${aws:username}/*',
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/cloudtrail-tracker-dev-ingest:*',
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/cloudtrail-tracker-dev-query:*',
      'arn:aws:s3:::trail-bucket/*',
    ]);
  });

  it('only API Gateway, for this API, invokes a function by its policy', () => {
    assert.deepEqual(
      ofType(resolved(), 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties),
      [
        {
          FunctionName: '<QueryLambdaFunction.Arn>',
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:<ApiGatewayRestApi>/*/*',
        },
      ],
    );
  });
});
