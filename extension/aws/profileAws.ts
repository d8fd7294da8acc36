import { credentialsByProfile } from '../../backend/aws/credentials.ts';
import { openAws, type Aws } from '../../backend/aws/openAws.ts';
import { askMfaCode } from './askMfaCode.ts';

/** The credentials of a profile, the same for all commands and views: AWS takes a code of an MFA device only once. */
export const profileCredentials = credentialsByProfile(askMfaCode);

export function profileAws(profile: string | undefined, region: string): Aws {
  return openAws({ profile, region, credentials: profileCredentials(profile) });
}
