import type { User } from './event.ts';

/** The characters of an IAM user's name (IAM user guide, "IAM and AWS STS quotas"); before it a path may stand. */
const IAM_USER = /^arn:[a-z-]+:iam::(\d{12}):user\/(?:[\x21-\x7f]*\/)?([\w+=,.@-]+)$/;

/** The IAM user that an ARN names, arn:PARTITION:iam::ACCOUNT:user/[PATH/]NAME; undefined for any other ARN. */
export function iamUserOfArn(arn: string): User | undefined {
  const [, home, name] = IAM_USER.exec(arn) ?? [];
  return home !== undefined && name !== undefined ? { kind: 'iamUser', home, name } : undefined;
}
