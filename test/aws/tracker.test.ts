import path from 'node:path';
import { projectFolder } from '../../scripts/runProgram.ts';
import { testAccess } from './access.ts';
import { testAnswers } from './answers.ts';
import { testDeliveries } from './deliveries.ts';
import { lintTemplates } from './local/lintTemplates.ts';
import { testPermissions } from './permissions.ts';
import { testRemoval } from './removal.ts';
import { beginStory, whatFailed, type Story } from './story.ts';

/** A tracker's life, from its deployment to the next one. Each chapter goes on where the one before has ended. */
describe('a tracker on the local AWS', () => {
  let begun: Story | undefined;
  const story = () => begun!;

  before(async function () {
    this.timeout(120_000);
    begun = await beginStory();
  });

  afterEach(async function () {
    if (begun && this.currentTest?.state === 'failed') console.error(await whatFailed(begun));
  });

  after(() => begun?.close());

  describe('has templates', () => {
    const file = (step: string) => path.join(projectFolder, `.serverless/cloudformation-template-${step}-stack.json`);
    it('that cfn-lint has nothing against', () => lintTemplates(file('create'), file('update')));
  });
  describe('takes in log files that are announced', () => testDeliveries(story));
  describe('answers as the embedded server does', () => testAnswers(story));
  describe('answers whoever may ask', () => testAccess(story));
  describe('has the permissions that it needs, and no others', () => testPermissions(story));
  describe('when it is removed', () => testRemoval(story));
});
