import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ask, isAboutCredentials } from './awsErrors.ts';
import { credentialsOf, type CredentialOptions, type CredentialProvider } from './credentials.ts';
import { endpointInstead } from './jsonClient.ts';
import { createTaggingClient, type TaggingClient } from './taggingClient.ts';

/** AWS as one profile sees one region. Clients are made when they are first used, and hold no request open. */
export interface Aws {
  readonly profile: string | undefined;
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly cloudFormation: CloudFormationClient;
  readonly cloudTrail: CloudTrailClient;
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
  readonly tagging: TaggingClient;
  /** The same profile in another region. */
  in(region: string): Aws;
}

export interface AwsOptions extends CredentialOptions {
  region: string;
  /** The profile's, where there is a provider already: one that was asked for an MFA code should not ask again. */
  credentials?: CredentialProvider;
}

/** Who is calling. */
export interface Identity {
  account: string;
  /** For example arn:aws:iam::111122223333:user/ana */
  arn: string;
}

export function openAws(options: AwsOptions): Aws {
  const { profile, region, credentials = credentialsOf(options) } = options;
  const config = { region, credentials, maxAttempts: 5 };
  const clients = new Map<string, unknown>();
  let tagging: TaggingClient | undefined;

  /** A request that is refused for its credentials is made once more with those that the files have now. */
  function client<T extends AnyClient>(name: string, create: () => T): T {
    const known = clients.get(name);
    if (known) return known as T;
    const created = create();
    created.middlewareStack.add(
      (next: Handler): Handler =>
        async (args) => {
          try {
            return await next(args);
          } catch (error) {
            if (!isAboutCredentials(error)) throw error;
            await created.config.credentials({ forceRefresh: true });
            return next(args);
          }
        },
      { step: 'initialize', name: 'freshCredentials' },
    );
    clients.set(name, created);
    return created;
  }

  return {
    profile,
    region,
    credentials,
    get cloudFormation() {
      return client('cloudFormation', () => new CloudFormationClient(config));
    },
    get cloudTrail() {
      return client('cloudTrail', () => new CloudTrailClient(config));
    },
    get dynamo() {
      return client('dynamo', () => new DynamoDBClient(config));
    },
    get s3() {
      return client('s3', () => new S3Client({ ...config, followRegionRedirects: true }));
    },
    get sqs() {
      // A queue is asked where the others of its region are, whatever host stands in its URL.
      return client('sqs', () => new SQSClient({ ...config, useQueueUrlAsEndpoint: false }));
    },
    get sts() {
      return client('sts', () => new STSClient(config));
    },
    get tagging() {
      return (tagging ??= createTaggingClient({
        region,
        credentials,
        endpoint: endpointInstead('RESOURCE_GROUPS_TAGGING_API', process.env),
      }));
    },
    in: (other) => openAws({ ...options, region: other, credentials }),
  };
}

/** Needs no permission. Throws a UserError where there are no credentials, or none that work. */
export async function whoAmI({ sts }: Pick<Aws, 'sts'>, signal?: AbortSignal): Promise<Identity> {
  const request = sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  const { Account = '', Arn = '' } = await ask({ action: 'sts:GetCallerIdentity', resource: 'this account' }, request);
  return { account: Account, arn: Arn };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each client has types of its own for the same thing
type Handler = (args: any) => Promise<unknown>;

interface AnyClient {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- see Handler
  middlewareStack: { add(middleware: (next: any) => any, options: { step: 'initialize'; name: string }): void };
  config: { credentials(options: { forceRefresh: boolean }): Promise<unknown> };
}
