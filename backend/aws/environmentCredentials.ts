import { fromInstanceMetadata } from '@aws-sdk/credential-providers';
import type { Profile } from './profiles.ts';

/** What gives credentials where no profile is named: variables with keys, a file with a token, or the role of where this runs. */
export type EnvironmentKind = 'keys' | 'token' | 'container' | 'instance';

/** Milliseconds: an instance answers at once, and nobody else does. */
const PATIENCE = 1000;

/**
 * What the default chain of AWS's clients finds without a profile, in its order; undefined where it is nothing. `hasRole`: whether this
 * is an instance with a role.
 */
export async function environmentKind(
  environment: NodeJS.ProcessEnv,
  profiles: readonly Profile[],
  hasRole: (environment: NodeJS.ProcessEnv) => Promise<boolean> = hasInstanceRole,
): Promise<EnvironmentKind | undefined> {
  const has = (name: string) => Boolean(environment[name]);
  if (has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY')) return 'keys';
  // A profile that is taken without being named comes before what follows.
  if (has('AWS_PROFILE') || profiles.some(({ name }) => name === 'default')) return undefined;
  if (has('AWS_WEB_IDENTITY_TOKEN_FILE') && has('AWS_ROLE_ARN')) return 'token';
  if (has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI')) return 'container';
  return (await hasRole(environment)) ? 'instance' : undefined;
}

let instanceRole: Promise<boolean> | undefined;

/** Asked once: what this runs on does not change. */
function hasInstanceRole(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const disabled = environment['AWS_EC2_METADATA_DISABLED'];
  if (disabled && disabled.toLowerCase() !== 'false') return Promise.resolve(false);
  return (instanceRole ??= fromInstanceMetadata({ timeout: PATIENCE, maxRetries: 0 })().then(
    () => true,
    () => false,
  ));
}
