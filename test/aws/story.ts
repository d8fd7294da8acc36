import assert from 'node:assert/strict';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { DEFAULT_DROP } from '../../backend/core/dropRule.ts';
import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import { inParallel } from '../../backend/dynamodb/inParallel.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import type { HttpAnswer } from '../fixtures/http.ts';
import { makeCorpus, type Corpus, type LogFile } from './corpus.ts';
import { deploy, type Deployment } from './local/deployment.ts';
import { openLocalAws, REGION, type LocalAws } from './local/localAws.ts';
import { logLines } from './local/logLines.ts';
import { signedCall } from './local/signedCall.ts';

export const BUCKET = 'trail-bucket';
export const STAGE = 'test';

/** A tracker on a local AWS, and what it is compared with. */
export interface Story {
  aws: LocalAws;
  corpus: Corpus;
  /** The embedded server over the corpus, which drops what a tracker drops. */
  embedded: Embedded;
  /** The tracker as it is deployed at the moment. */
  tracker: Deployment;
  deploy(): Promise<void>;
  /** Puts files into the bucket. Until a trigger is set nobody is told. */
  put(files: readonly LogFile[]): Promise<void>;
  /** A call of the tracker's API. */
  ask(target: string): Promise<HttpAnswer>;
  /** The body of an answer that has to be a good one. */
  json<T>(target: string): Promise<T>;
  status(): Promise<TrackerStatus>;
  close(): Promise<void>;
}

export async function beginStory(): Promise<Story> {
  const aws = await openLocalAws();
  let embedded: Embedded | undefined;
  const close = async () => {
    await embedded?.close();
    await aws.close();
  };
  try {
    const corpus = await makeCorpus(aws.folder);
    embedded = await openEmbedded(corpus.roots, { drop: DEFAULT_DROP });
    await aws.s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    const story: Story = {
      aws,
      corpus,
      embedded,
      tracker: await deploy(aws, STAGE, { bucket: BUCKET }),
      async deploy() {
        story.tracker = await deploy(aws, STAGE, { bucket: BUCKET });
      },
      async put(files) {
        await inParallel(files, 8, ({ key, bytes }) => story.tracker.putLogFile(key, bytes));
      },
      ask: (target) => signedCall(story.tracker.url, target, { headers: { 'accept-encoding': 'gzip' } }),
      async json<T>(target: string) {
        const { status, body } = await story.ask(target);
        assert.equal(status, 200, `${target}: ${body}`);
        return JSON.parse(body) as T;
      },
      status: () => story.json<TrackerStatus>('/status'),
      close,
    };
    return story;
  } catch (error) {
    console.error(aws.log());
    await close();
    throw error;
  }
}

/** What the local AWS and the functions have complained of, to be read beside the failure of a test. */
export async function whatFailed({ aws }: Story): Promise<string> {
  const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand());
  const logs = await Promise.all(logGroups.map(({ logGroupName = '' }) => logLines(aws, logGroupName)));
  const complaints = logs.flat().filter((line) => !line.startsWith('{"level":"info"'));
  return [aws.log().slice(-3000), ...complaints.slice(-20)].join('\n');
}
