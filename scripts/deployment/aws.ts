import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '../../backend/core/userError.ts';

/** The account in which a tracker is deployed, as seen from the credentials in the environment. */
export interface Aws {
  account: string;
  /** The ARN of who deploys. */
  identity: string;
  region: string;
  cloudFormation: CloudFormationClient;
  dynamo: DynamoDBClient;
  s3: S3Client;
}

/** Throws a UserError where there are no credentials, or none that work. */
export async function openAws(givenRegion: string | undefined): Promise<Aws> {
  const region = givenRegion ?? (await configuredRegion());
  const caller = await ask('who calls', new STSClient({ region }).send(new GetCallerIdentityCommand({})));
  return {
    account: caller.Account ?? '',
    identity: caller.Arn ?? '',
    region,
    cloudFormation: new CloudFormationClient({ region }),
    dynamo: new DynamoDBClient({ region }),
    s3: new S3Client({ region, followRegionRedirects: true }),
  };
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

/** What an AWS service says against a request is meant for the reader: it names the action and the resource. */
export async function ask<T>(question: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if (cause.name === 'CredentialsProviderError') {
      const how = 'Set AWS_PROFILE, sign in with "aws sso login", or run "aws configure".';
      throw new UserError(`There are no AWS credentials: ${cause.message}\n${how}`, { cause });
    }
    if ('$metadata' in cause)
      throw new UserError(`Could not find out ${question}. ${cause.name}: ${cause.message}`, { cause });
    throw cause;
  }
}
