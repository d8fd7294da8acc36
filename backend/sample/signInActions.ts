import { read, write, type Action } from './action.ts';
import type { Names } from './names.ts';

function consoleLogin(result: 'Success' | 'Failure', mfa: boolean, failure: { errorMessage?: string } = {}): Action {
  return write('signin', 'ConsoleLogin', {
    eventType: 'AwsConsoleSignIn',
    response: () => ({ ConsoleLogin: result }),
    extra: () => ({
      ...failure,
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home?isauthcode=true',
        MobileVersion: 'No',
        MFAUsed: mfa ? 'Yes' : 'No',
      },
    }),
  });
}

export const SIGN_IN = consoleLogin('Success', false);
export const SIGN_IN_WITH_MFA = consoleLogin('Success', true);
/** As CloudTrail writes it: an errorMessage and no errorCode. */
export const FAILED_SIGN_IN = consoleLogin('Failure', false, { errorMessage: 'Failed authentication' });

/** A sign-in of a role's session, which Identity Center's portal makes. */
export const PORTAL_SIGN_IN: Action = write('signin', 'ConsoleLogin', {
  eventType: 'AwsConsoleSignIn',
  response: () => ({ ConsoleLogin: 'Success' }),
  extra: () => ({ additionalEventData: { MobileVersion: 'No', MFAUsed: 'No' } }),
});

export const PORTAL_FEDERATE: Action = read('sso', 'Federate', {
  eventType: 'AwsServiceEvent',
  extra: (names) => ({ serviceEventDetails: { role_name: 'AdministratorAccess', account_id: names.account } }),
});

interface Assumption {
  /** The role's account. */
  account: string;
  role: string;
  path?: string;
  session: string;
  sourceIdentity?: string;
  /** The same in the logs of both accounts that see the call. */
  sharedEventID?: string;
}

/** AssumeRole and its kin. The token in the response stands for the secret that is there in real records too. */
export function assume(
  { account, role, path = '/', session, sourceIdentity, sharedEventID }: Assumption,
  name: 'AssumeRole' | 'AssumeRoleWithSAML' | 'AssumeRoleWithWebIdentity' = 'AssumeRole',
): Action {
  const roleArn = `arn:aws:iam::${account}:role${path}${role}`;
  return read('sts', name, {
    request: () => ({ roleArn, roleSessionName: session, durationSeconds: 3600, sourceIdentity }),
    response: (names) => ({
      credentials: temporaryCredentials(names, session),
      assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}` },
      sourceIdentity,
    }),
    resources: () => [['AWS::IAM::Role', roleArn]],
    ...(sharedEventID === undefined ? {} : { extra: () => ({ sharedEventID }) }),
  });
}

export function federate(name: string): Action {
  return read('sts', 'GetFederationToken', {
    request: () => ({ name, durationSeconds: 3600 }),
    response: (names) => ({ credentials: temporaryCredentials(names, name) }),
  });
}

function temporaryCredentials(names: Names, label: string) {
  return {
    accessKeyId: `ASIA${names.hex(label, 9).toUpperCase()}EXAMPLE`,
    sessionToken: `EXAMPLE-SESSION-TOKEN-${names.hex(`token of ${label}`, 24)}`,
  };
}
