import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LocalAws } from '../local/localAws.ts';
import { SSO_TOKEN } from '../local/frontDoor.ts';
import { ACCOUNT, CREDENTIALS, REGION } from '../local/names.ts';

/** The home folder of somebody who uses AWS: the shared files in it, and where AWS is. */
export interface AwsHome {
  /** Environment variables that lead there and to the local AWS. */
  environment: Record<string, string>;
  /** Writes ~/.aws/config and ~/.aws/credentials anew: a profile with an access key, by its name. */
  writeKeys(...profiles: string[]): void;
  /** Writes a profile that signs in with IAM Identity Center, and the token that `aws sso login` leaves behind. */
  writeSso(profile: string, token?: { expiresAt: Date }): void;
  /** Removes all profiles. */
  clear(): void;
  /** Hosts besides this machine that VS Code's processes wanted to reach. */
  foreignHosts(): string[];
}

const SESSION = 'company';

export function makeAwsHome(aws: LocalAws, folder: string): AwsHome {
  const files = path.join(folder, '.aws');
  const guard = path.join(folder, 'foreign-hosts');
  mkdirSync(files, { recursive: true });
  writeFileSync(guard, '');
  const write = (name: string, lines: string[]) => writeFileSync(path.join(files, name), `${lines.join('\n')}\n`);

  return {
    environment: {
      HOME: folder,
      AWS_CONFIG_FILE: path.join(files, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(files, 'credentials'),
      AWS_ENDPOINT_URL: aws.front.url,
      AWS_ENDPOINT_URL_DYNAMODB: aws.front.url,
      AWS_ENDPOINT_URL_EXECUTE_API: aws.front.url,
      AWS_ENDPOINT_URL_SSO: aws.front.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      NETWORK_GUARD: guard,
      NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'networkGuard.cjs')}`,
    },
    writeKeys(...profiles) {
      const { accessKeyId, secretAccessKey } = CREDENTIALS;
      const keys = [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
      write('credentials', profiles.flatMap((profile) => [`[${profile}]`, ...keys])); // prettier-ignore
      write('config', profiles.flatMap((profile) => [profile === 'default' ? '[default]' : `[profile ${profile}]`, `region = ${REGION}`])); // prettier-ignore
    },
    writeSso(profile, token) {
      write('config', [
        `[profile ${profile}]`,
        `sso_session = ${SESSION}`,
        `sso_account_id = ${ACCOUNT}`,
        'sso_role_name = Admin',
        `region = ${REGION}`,
        `[sso-session ${SESSION}]`,
        'sso_start_url = https://company.awsapps.com/start',
        `sso_region = ${REGION}`,
      ]);
      if (!token) return;
      const cache = path.join(files, 'sso/cache');
      mkdirSync(cache, { recursive: true });
      const name = createHash('sha1').update(SESSION).digest('hex');
      const content = { accessToken: SSO_TOKEN, expiresAt: token.expiresAt.toISOString(), region: REGION };
      writeFileSync(path.join(cache, `${name}.json`), JSON.stringify(content));
    },
    clear() {
      for (const name of ['config', 'credentials', 'sso'])
        rmSync(path.join(files, name), { recursive: true, force: true });
    },
    foreignHosts: () => [...new Set(readFileSync(guard, 'utf8').split('\n').filter(Boolean))],
  };
}
