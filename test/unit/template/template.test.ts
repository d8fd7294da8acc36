import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_DROP, KEEP_ALL, parseDropSettings, PREDECESSOR_PREFIXES } from '../../../backend/core/dropRule.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { routes } from '../../../backend/core/routes.ts';
import { tableName } from '../../../backend/aws/keptTable.ts';
import { lintTemplates } from '../../aws/local/lintTemplates.ts';
import { findPython } from '../../aws/local/python.ts';
import { packagedService, type PackagedService } from './packageService.ts';
import { resolveTemplate, type Resource, type Template } from './resolveTemplate.ts';

const FORTNIGHT = 14 * 24 * 60 * 60;
const TAGS = [{ Key: 'cloudtrail-tracker', Value: 'dev' }];

describe('the template', () => {
  let service: PackagedService;
  before(async function () {
    this.timeout(60_000);
    service = await packagedService();
  });

  const resolved = (parameters: Record<string, string> = {}) =>
    resolveTemplate(service.template, { Bucket: 'trail-bucket', ...parameters });
  const properties = (name: string, parameters?: Record<string, string>): JsonObject =>
    resolved(parameters).Resources[name]?.Properties ?? assert.fail(`There is no ${name}.`);
  const ofType = (template: Template, type: string): [string, Resource][] =>
    Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  const environment = (name: string, parameters?: Record<string, string>) =>
    (properties(name, parameters)['Environment'] as { Variables: Record<string, string> }).Variables;

  it('is what cfn-lint finds nothing in', async function () {
    this.timeout(60_000);
    await findPython().catch((error: Error) => {
      if (process.env['CI']) throw error;
      console.log(`      cfn-lint is not here, so it does not look at the template. ${error.message}`);
      this.skip();
    });
    const file = path.join(tmpdir(), `cloudtrail-tracker-${process.pid}.template.json`);
    writeFileSync(file, JSON.stringify(service.template));
    try {
      await lintTemplates(file);
    } finally {
      rmSync(file);
    }
  });

  it('is one for all deployments: what differs is in its parameters', () => {
    assert.equal(JSON.stringify(service.template).includes('class-trail-logs'), false);
    const { Bucket, Retention, KmsKey, Concurrency } = service.parameters;
    assert.deepEqual(
      { Bucket, Retention, KmsKey, Concurrency },
      {
        Bucket: 'class-trail-logs',
        Retention: '365',
        KmsKey: '',
        Concurrency: '5',
      },
    );
    const names = Object.keys(service.template.Parameters);
    assert.deepEqual(Object.keys(service.parameters), names);
    assert.deepEqual(
      names.filter((name) => service.template.Parameters[name]!.Default === undefined),
      ['Bucket'],
    );
  });

  it('has its outputs', () => {
    const { Outputs } = resolved();
    const values = Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, Value]));
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const expected = {
      ApiUrl: 'https://<ApiGatewayRestApi>.execute-api.eu-west-1.amazonaws.com/dev',
      ApiVersion: version,
      TableName: 'cloudtrail-tracker-dev-v1',
      QueueUrl: '<IngestQueue>',
      QueueArn: '<IngestQueue.Arn>',
      DeadLetterQueueUrl: '<DeadLetterQueue>',
      BucketName: 'trail-bucket',
      UploadBucket: '<UploadBucket>',
      ReaderPolicyArn: '<ReaderPolicy>',
      OwnViewPolicyArn: '<OwnViewPolicy>',
    };
    // Serverless adds two of its own.
    const own = { ServiceEndpoint: expected.ApiUrl, ServerlessDeploymentBucketName: '<ServerlessDeploymentBucket>' };
    assert.deepEqual(values, { ...own, ...expected });
  });

  describe('functions', () => {
    it('run on Node 24 and ARM, within their limits', () => {
      const facts = ofType(resolved(), 'AWS::Lambda::Function').map(([, { Properties: it }]) => [
        it['FunctionName'],
        it['Handler'],
        it['Runtime'],
        it['Architectures'],
        it['MemorySize'],
        it['Timeout'],
      ]);
      assert.deepEqual(facts, [
        ['cloudtrail-tracker-dev-ingest', 'dist/lambda/ingest.handler', 'nodejs24.x', ['arm64'], 1024, 300],
        ['cloudtrail-tracker-dev-query', 'dist/lambda/query.handler', 'nodejs24.x', ['arm64'], 1024, 29],
      ]);
    });

    it('are packed alone, each in its zip', () => {
      assert.deepEqual(service.files('ingest'), ['dist/lambda/ingest.js']);
      assert.deepEqual(service.files('query'), ['dist/lambda/query.js']);
    });

    it('know their table, bucket and retention', () => {
      const common = {
        TABLE_NAME: 'cloudtrail-tracker-dev-v1',
        BUCKET_NAME: 'trail-bucket',
        UPLOAD_BUCKET: '<UploadBucket>',
        RETENTION_DAYS: '0',
      };
      assert.deepEqual(environment('QueryLambdaFunction'), common);
      const { DROP_SETTINGS, ...ingest } = environment('IngestLambdaFunction');
      assert.deepEqual(ingest, common);
      assert.notEqual(DROP_SETTINGS, undefined);
      assert.equal(environment('IngestLambdaFunction', { Retention: '90' })['RETENTION_DAYS'], '90');
      assert.equal(environment('QueryLambdaFunction', { Retention: '90' })['RETENTION_DAYS'], '90');
    });

    it('keep no log longer than the parameter says', () => {
      const days = (parameters?: Record<string, string>) =>
        ofType(resolved(parameters), 'AWS::Logs::LogGroup').map(([, { Properties }]) =>
          Number(Properties['RetentionInDays']),
        );
      assert.deepEqual(days(), [30, 30]);
      assert.deepEqual(days({ LogRetention: '7' }), [7, 7]);
    });
  });

  describe('drop settings', () => {
    const cases: [what: string, parameters: Record<string, string>, settings: unknown][] = [
      ['are the default ones', {}, DEFAULT_DROP],
      ['can keep everything', { DropReadOnly: 'false', Keep: '', DropLogDeliveries: 'false' }, KEEP_ALL],
      ['take one name to keep', { Keep: 'GetSecretValue' }, { ...DEFAULT_DROP, keep: ['GetSecretValue'] }],
      [
        'take the predecessor’s list',
        { DropReadOnly: 'false', Keep: '', DropLogDeliveries: 'false', DropPrefixes: PREDECESSOR_PREFIXES.join(',') },
        parseDropSettings('predecessor'),
      ],
    ];
    for (const [what, parameters, settings] of cases)
      it(what, () => {
        const text = environment('IngestLambdaFunction', parameters)['DROP_SETTINGS'] ?? '';
        assert.deepEqual(parseDropSettings(text), settings);
      });
  });

  describe('table', () => {
    it('is on demand, recoverable, with items that expire, and kept whatever happens to the stack', () => {
      const table = resolved().Resources['EventsTable']!;
      assert.deepEqual([table.DeletionPolicy, table.UpdateReplacePolicy], ['Retain', 'Retain']);
      assert.deepEqual(table.Properties, {
        TableName: tableName('dev'),
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        Tags: TAGS,
        // No SSESpecification: DynamoDB encrypts with its own key, which cannot be turned off.
      });
    });

    it('of an earlier deployment is adopted', () => {
      const template = resolved({ Table: 'kept' });
      assert.deepEqual(ofType(template, 'AWS::DynamoDB::Table'), []);
      assert.equal(template.Outputs['TableName']?.Value, 'kept');
      for (const name of ['IngestLambdaFunction', 'QueryLambdaFunction'])
        assert.equal(environment(name, { Table: 'kept' })['TABLE_NAME'], 'kept');
      for (const role of ['IngestRole', 'QueryRole'])
        assert.match(JSON.stringify(template.Resources[role]), /"arn:aws:dynamodb:eu-west-1:111122223333:table\/kept"/);
    });
  });

  it('has a bucket of its own that is private, and forgets after a week', () => {
    assert.deepEqual(properties('UploadBucket'), {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'expire',
            Status: 'Enabled',
            ExpirationInDays: 7,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
      Tags: TAGS,
    });
    assert.deepEqual(properties('UploadBucketPolicy'), {
      Bucket: '<UploadBucket>',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: ['<UploadBucket.Arn>', '<UploadBucket.Arn>/*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  describe('queues', () => {
    it('are encrypted and keep a fortnight', () => {
      for (const name of ['IngestQueue', 'DeadLetterQueue']) {
        const { SqsManagedSseEnabled, MessageRetentionPeriod } = properties(name);
        assert.deepEqual([SqsManagedSseEnabled, MessageRetentionPeriod], [true, FORTNIGHT], name);
      }
    });

    it('give a batch six times as long as the function has', () => {
      const { Timeout } = properties('IngestLambdaFunction');
      assert.equal(properties('IngestQueue')['VisibilityTimeout'], 6 * Number(Timeout));
    });

    it('set a message aside after five attempts, from the one queue to the other', () => {
      assert.deepEqual(properties('IngestQueue')['RedrivePolicy'], {
        deadLetterTargetArn: '<DeadLetterQueue.Arn>',
        maxReceiveCount: 5,
      });
      const { QueueName } = properties('IngestQueue');
      assert.equal(QueueName, 'STACK-ingest-abcd1234');
      assert.deepEqual(properties('DeadLetterQueue')['RedriveAllowPolicy'], {
        redrivePermission: 'byQueue',
        sourceQueueArns: [`arn:aws:sqs:eu-west-1:111122223333:${String(QueueName)}`],
      });
    });

    it('are read in batches that can fail in part, a bounded number at a time', () => {
      assert.deepEqual(properties('IngestEventSource', { Concurrency: '20' }), {
        EventSourceArn: '<IngestQueue.Arn>',
        FunctionName: '<IngestLambdaFunction.Arn>',
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: '20' },
      });
    });

    const alarms: [name: string, queue: string, metric: string, threshold: number][] = [
      ['DeadLetterAlarm', 'DeadLetterQueue', 'ApproximateNumberOfMessagesVisible', 0],
      ['WaitingAlarm', 'IngestQueue', 'ApproximateAgeOfOldestMessage', 86_400],
    ];
    for (const [name, queue, metric, threshold] of alarms)
      it(`raise the ${name}, which is sent to the topic if there is one`, () => {
        const topic = 'arn:aws:sns:eu-west-1:111122223333:class';
        const alarm = properties(name, { AlarmTopic: topic });
        assert.deepEqual(alarm['Dimensions'], [{ Name: 'QueueName', Value: `<${queue}.QueueName>` }]);
        assert.deepEqual([alarm['Namespace'], alarm['MetricName']], ['AWS/SQS', metric]);
        assert.deepEqual([alarm['ComparisonOperator'], alarm['Threshold']], ['GreaterThanThreshold', threshold]);
        assert.deepEqual(alarm['AlarmActions'], [topic]);
        assert.deepEqual(properties(name)['AlarmActions'], []);
      });
  });

  describe('API', () => {
    /** The path of an API's resource, from its parts. */
    function pathOf(template: Template, id: string): string {
      if (id === '<ApiGatewayRestApi.RootResourceId>') return '';
      const { ParentId, PathPart } = template.Resources[id.slice(1, -1)]!.Properties as Record<string, string>;
      return `${pathOf(template, ParentId!)}/${PathPart}`;
    }

    it('has the routes of the core, all of them GET and signed', () => {
      const template = resolved();
      const methods = ofType(template, 'AWS::ApiGateway::Method').map(([, { Properties }]) => {
        const { HttpMethod, AuthorizationType, ResourceId } = Properties as Record<string, string>;
        return `${HttpMethod} ${AuthorizationType} ${pathOf(template, ResourceId!)}`;
      });
      const expected = Object.values(routes).map(({ path }) => `GET AWS_IAM ${path}`);
      assert.deepEqual(methods.sort(), expected.sort());
    });

    it('hands compressed answers on as they are', () => {
      const { BinaryMediaTypes, EndpointConfiguration } = properties('ApiGatewayRestApi');
      assert.deepEqual(BinaryMediaTypes, ['*/*']);
      assert.deepEqual(EndpointConfiguration, { Types: ['REGIONAL'] });
    });
  });

  it('keeps its deployment bucket encrypted and shut', () => {
    const bucket = properties('ServerlessDeploymentBucket');
    assert.deepEqual(bucket['BucketEncryption'], {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
    assert.deepEqual(bucket['PublicAccessBlockConfiguration'], {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it('tags what can outlast or cost something', () => {
    const tagged = Object.entries(resolved().Resources).filter(
      ([, { Properties }]) => Properties['Tags'] !== undefined,
    );
    assert.deepEqual(tagged.map(([name]) => name).sort(), [
      'ApiGatewayRestApi',
      'DeadLetterQueue',
      'EventsTable',
      'IngestLambdaFunction',
      'IngestQueue',
      'IngestRole',
      'QueryLambdaFunction',
      'QueryRole',
      'ServerlessDeploymentBucket',
      'UploadBucket',
    ]);
    for (const [name, { Properties }] of tagged) assert.deepEqual(Properties['Tags'], TAGS, name);
  });
});
