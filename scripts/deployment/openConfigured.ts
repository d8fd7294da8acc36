import { STSClient } from '@aws-sdk/client-sts';
import { openAws, whoAmI, type Aws } from '../../backend/aws/openAws.ts';
import { UserError } from '../../backend/core/userError.ts';

/** AWS as the environment configures it, for commands in a terminal. */
export interface ConfiguredAws extends Aws {
  account: string;
  /** The ARN of who deploys. */
  identity: string;
}

/** Throws a UserError where there are no credentials, or none that work. */
export async function openConfigured(givenRegion: string | undefined): Promise<ConfiguredAws> {
  const region = givenRegion ?? (await configuredRegion());
  const aws = openAws({ profile: undefined, region });
  const { account, arn } = await whoAmI(aws);
  return Object.assign(aws, { account, identity: arn });
}

/** AWS_REGION, or what the profile says. */
async function configuredRegion(): Promise<string> {
  try {
    return await new STSClient({}).config.region();
  } catch (cause) {
    const message = 'No region is set. A tracker goes where its bucket is: add --region eu-west-1, for example.';
    throw new UserError(message, { cause });
  }
}
