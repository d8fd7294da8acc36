import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type Parameter,
  type Tag,
} from '@aws-sdk/client-cloudformation';
import { UserError } from '../../core/userError.ts';
import { ask } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import { findStack } from '../stack.ts';

/** What an update would do to one resource. */
export interface Change {
  action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic';
  /** Its name in the template. */
  name: string;
  type: string;
  /** Whether it would be made anew, with what it holds lost. */
  replaced: boolean;
}

interface ChangeSetOptions {
  stackName: string;
  /** Whether there is no stack yet. */
  isNew: boolean;
  template: string;
  parameters: Parameter[];
  tags: Tag[];
  /** Milliseconds between two looks. */
  interval: number;
}

/** How often to look whether something is done that takes seconds; what is late is left as it is. */
const MOST_LOOKS = 60;

const NOTHING = /didn't contain changes|No updates are to be performed/i;

/**
 * Asks CloudFormation what a template would change, by a change set that is deleted afterwards. For a new stack that leaves a stack
 * in review, which is deleted too. Nothing is created or changed.
 */
export async function readChanges(
  { cloudFormation }: Pick<Aws, 'cloudFormation'>,
  { stackName, isNew, template, parameters, tags, interval }: ChangeSetOptions,
  signal?: AbortSignal,
): Promise<Change[]> {
  const ChangeSetName = `preview-${randomUUID()}`;
  const named = { StackName: stackName, ChangeSetName };
  const permission = (action: string) => ({ action: `cloudformation:${action}`, resource: `the stack ${stackName}` });
  try {
    const create = new CreateChangeSetCommand({
      ...named,
      ChangeSetType: isNew ? 'CREATE' : 'UPDATE',
      TemplateBody: template,
      Parameters: parameters,
      Tags: tags,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    });
    await ask(permission('CreateChangeSet'), cloudFormation.send(create, { abortSignal: signal }));
    for (;;) {
      const describe = cloudFormation.send(new DescribeChangeSetCommand(named), { abortSignal: signal });
      const { Status, StatusReason = '' } = await ask(permission('DescribeChangeSet'), describe);
      if (Status === 'CREATE_COMPLETE') return await ask(permission('DescribeChangeSet'), allChanges());
      if (Status === 'FAILED' && NOTHING.test(StatusReason)) return [];
      if (Status === 'FAILED') throw new UserError(`CloudFormation refuses the deployment: ${StatusReason}`);
      await setTimeout(interval, undefined, { signal });
    }
  } finally {
    // Whatever happened, and even where the user has given up: what was made to look is not to stay.
    await cleanUp();
  }

  async function allChanges(): Promise<Change[]> {
    const changes: Change[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudFormation.send(new DescribeChangeSetCommand({ ...named, NextToken }), {
        abortSignal: signal,
      });
      for (const { ResourceChange } of page.Changes ?? []) {
        if (!ResourceChange) continue;
        const {
          Action = 'Modify',
          LogicalResourceId: name = '',
          ResourceType: type = '',
          Replacement,
        } = ResourceChange;
        changes.push({
          action: Action as Change['action'],
          name,
          type,
          replaced: Action === 'Modify' && Replacement === 'True',
        });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return changes;
  }

  /** A change set cannot be deleted while it is being made. A stack in review takes its change sets with it. */
  async function cleanUp(): Promise<void> {
    for (let look = 0; look < MOST_LOOKS && (await isBeingMade()); look++) await setTimeout(interval);
    await cloudFormation.send(new DeleteChangeSetCommand(named)).catch(ignoreMissing);
    if (!isNew) return;
    await cloudFormation.send(new DeleteStackCommand({ StackName: stackName })).catch(ignoreMissing);
    for (let look = 0; look < MOST_LOOKS && (await findStack(cloudFormation, stackName)); look++)
      await setTimeout(interval);
  }

  async function isBeingMade(): Promise<boolean> {
    const { Status = '' } = (await cloudFormation.send(new DescribeChangeSetCommand(named)).catch(ignoreMissing)) ?? {};
    return /^CREATE_(PENDING|IN_PROGRESS)$/.test(Status);
  }
}

/** Throws what is no answer of AWS that there is nothing to delete. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && /NotFound|does not exist/i.test(`${error.name} ${error.message}`)) return undefined;
  throw error;
}
