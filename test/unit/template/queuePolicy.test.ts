import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { queueStatement } from '../../../backend/aws/statements.ts';

describe("README.md's statement for the queue", () => {
  it('is the one that Install Trigger… writes down', () => {
    const readme = readFileSync('README.md', 'utf8');
    const blocks = [...readme.matchAll(/^```json\n(.*?)^```/gms)].map(([, block = '']) => block);
    const [statement, ...more] = blocks.filter((block) => block.includes('TopicSends'));
    assert.deepEqual(more, []);
    const outputs = { QueueArn: 'the QueueArn that the deployment printed' };
    const tracker = { outputs } as Parameters<typeof queueStatement>[0];
    assert.deepEqual(JSON.parse(statement!), queueStatement(tracker, 'sns', 'the ARN of the topic'));
  });
});
