import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { loadSharedConfigFiles } from '@smithy/core/config';

/** Provides credentials; with `forceRefresh` those of this moment, whatever it provided before. */
export type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

type Credentials = Awaited<ReturnType<CredentialProvider>>;

export interface CredentialOptions {
  /** Of the shared AWS files; undefined for what the environment has (environment variables, the profile `default` …). */
  profile: string | undefined;
  /** Asks for the code of an MFA device, by its ARN, where a role needs one. */
  askMfaCode?: ((device: string) => Promise<string>) | undefined;
}

/** Credentials that end sooner are not used any more, in milliseconds: a request takes a while. */
const MARGIN = 60_000;

/**
 * Credentials as the AWS CLI would find them, SSO and assumed roles included. Nothing is stored, and the files are read anew each
 * time, so that a changed profile or a fresh `aws sso login` counts at once. Credentials that were lent for a while are used for
 * that long: each of a hundred requests would ask for others, or for the code of an MFA device.
 */
export function credentialsOf({ profile, askMfaCode }: CredentialOptions): CredentialProvider {
  let lent: { credentials: Promise<Credentials>; files: string; underWay: boolean } | undefined;

  return async (identity) => {
    // Refreshes the copy of the files that the providers share; not all of them take ignoreCache.
    const files = JSON.stringify(await loadSharedConfigFiles({ ignoreCache: true }));
    const known = lent;
    if (known?.files === files) {
      // Whoever asks while they are still asked for waits with the first, even who insists: these are of this moment.
      if (known.underWay) return known.credentials;
      const { expiration } = await known.credentials;
      const holds = expiration !== undefined && expiration.getTime() - Date.now() > MARGIN;
      if (holds && !identity?.forceRefresh) return known.credentials;
    }
    if (lent !== undefined && lent !== known) return lent.credentials;
    const asked = { credentials: provide(identity), files, underWay: true };
    lent = asked;
    try {
      return await asked.credentials;
    } catch (error) {
      if (lent === asked) lent = undefined;
      throw error;
    } finally {
      asked.underWay = false;
    }
  };

  async function provide(identity: Parameters<CredentialProvider>[0]): Promise<Credentials> {
    const chain = fromNodeProviderChain({
      ignoreCache: true,
      ...(profile !== undefined && { profile }),
      ...(askMfaCode && { mfaCodeProvider: askMfaCode }),
    });
    try {
      return await chain(identity);
    } catch (error) {
      // Not every provider says whose credentials it looked for.
      if (error instanceof Error && profile !== undefined && !error.message.includes(profile))
        error.message += ` (profile ${profile})`;
      throw error;
    }
  }
}

/** One provider for each profile, for all who ask: so the code of an MFA device is asked for once and not by each of them. */
export function credentialsByProfile(
  askMfaCode: CredentialOptions['askMfaCode'],
): (profile: string | undefined) => CredentialProvider {
  const providers = new Map<string | undefined, CredentialProvider>();
  return (profile) => {
    const provider = providers.get(profile) ?? credentialsOf({ profile, askMfaCode });
    providers.set(profile, provider);
    return provider;
  };
}
