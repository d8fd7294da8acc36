import { loadSharedConfigFiles } from '@smithy/core/config';

/** A profile of the shared AWS files: ~/.aws/config and ~/.aws/credentials, or where AWS_CONFIG_FILE and the like point. */
export interface Profile {
  name: string;
  region?: string;
  /** The account, where the file tells: of an SSO profile, or of the role that it assumes. */
  account?: string;
  /** The role that it acts as there, where the file tells. */
  role?: string;
  /** How it gets its credentials. */
  kind: 'keys' | 'sso' | 'role' | 'process' | 'login' | 'other';
}

/** The profiles as the files have them now, `default` first, then by name. No profile where there are no files. */
export async function readProfiles(): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
    // Other sections of the file come as "sso-session.NAME" and "services.NAME".
    .filter((name) => !/^(sso-session|services)\./.test(name));
  const profiles = names.map((name) => profileOf(name, { ...configFile[name], ...credentialsFile[name] }));
  return profiles.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'));
}

function rank({ name }: Profile): number {
  return name === 'default' ? 0 : 1;
}

function profileOf(name: string, settings: Readonly<Record<string, string | undefined>>): Profile {
  const [, accountOfRole, nameOfRole] = /^arn:[a-z-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(settings['role_arn'] ?? '') ?? []; // prettier-ignore
  const account = settings['sso_account_id'] ?? accountOfRole;
  const role = settings['sso_role_name'] ?? nameOfRole;
  const { region } = settings;
  return {
    name,
    kind: kindOf(settings),
    ...(region && { region }),
    ...(account && { account }),
    ...(role && { role }),
  };
}

function kindOf(settings: Readonly<Record<string, string | undefined>>): Profile['kind'] {
  if (settings['role_arn']) return 'role';
  if (settings['sso_session'] || settings['sso_start_url']) return 'sso';
  if (settings['credential_process']) return 'process';
  if (settings['login_session']) return 'login';
  return settings['aws_access_key_id'] ? 'keys' : 'other';
}
