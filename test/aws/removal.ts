import assert from 'node:assert/strict';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { ALL } from './questions.ts';
import { BUCKET, type Story } from './story.ts';

const QUESTIONS = ['/status', '/users', `/activity?${ALL}&groupBy=user,day`, `/scan?${ALL}&limit=10000`];

export function testRemoval(story: () => Story): void {
  const answers = () => Promise.all(QUESTIONS.map((target) => story().json(target)));
  let kept: unknown[];

  before(async () => {
    kept = await answers();
    await story().tracker.remove();
  });

  it('leaves nothing but its table', async () => {
    const { aws, tracker, ask } = story();
    const [{ Functions }, { QueueUrls = [] }, { items = [] }, { logGroups }, { Buckets }] = await Promise.all([
      aws.lambda.send(new ListFunctionsCommand()),
      aws.sqs.send(new ListQueuesCommand()),
      aws.apiGateway.send(new GetRestApisCommand()),
      aws.logs.send(new DescribeLogGroupsCommand()),
      aws.s3.send(new ListBucketsCommand()),
    ]);
    assert.deepEqual([Functions, QueueUrls, items, logGroups], [[], [], [], []]);
    assert.deepEqual(Buckets?.map(({ Name }) => Name), [BUCKET]); // prettier-ignore
    await aws.templateDynamo.send(new DescribeTableCommand({ TableName: tracker.outputs.TableName }));
    assert.equal((await ask('/users')).status, 403);
  });

  it('goes on with that table when it is deployed again', async () => {
    await story().deploy();
    assert.deepEqual(await answers(), kept);
  });

  it('and stays the same when all log files come once more', async () => {
    const { tracker, corpus, put } = story();
    await tracker.setTrigger();
    await put(corpus.files);
    await tracker.waitUntilIdle();
    assert.equal(await tracker.deadLetters(), 0);
    assert.deepEqual(await answers(), kept);
  });
}
