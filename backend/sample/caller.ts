import { Random } from './random.ts';

/** One stretch of work with the same credentials. */
export interface Session {
  /** As in eventTime. */
  startedAt: string;
  accessKeyId: string;
}

/** Who makes calls, and how CloudTrail writes that down. */
export interface Caller {
  /** What resources are named after. */
  name: string;
  /** In whose log the calls are recorded. */
  account: string;
  arn: string;
  sourceIPAddress: string;
  userAgent: string;
  fromConsole: boolean;
  /** Uses the same access key all the time, not a session's. */
  longTermKey: boolean;
  identity(session: Session): object;
}

/** Where somebody's calls come from. */
export interface Origin {
  sourceIPAddress: string;
  userAgent: string;
  fromConsole?: boolean;
}

/** A principal id such as AIDA…EXAMPLE, the same whenever asked for. */
export function principalId(prefix: 'AIDA' | 'AROA', name: string): string {
  return `${prefix}${new Random(name).letters(10)}EXAMPLE`;
}

/** An access key id of the right form that nobody takes for a live one. */
export function accessKeyId(caller: Caller, random: Random): string {
  return caller.longTermKey
    ? `AKIA${new Random(`key of ${caller.arn}`).letters(9)}EXAMPLE`
    : `ASIA${random.letters(9)}EXAMPLE`;
}

/** An AWS service, which stands for its own address and user agent. */
export function serviceOrigin(principal: string): Origin {
  return { sourceIPAddress: principal, userAgent: principal };
}

export const BROWSERS: readonly string[] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
];

export const TOOLS: readonly string[] = [
  'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.4 cfg/retry-mode#standard',
  'Boto3/1.39.3 md/Botocore#1.39.3 ua/2.1 os/linux#6.8.0 lang/python#3.12.3 Botocore/1.39.3',
  'APN/1.0 HashiCorp/1.0 Terraform/1.12.2 (+https://www.terraform.io) terraform-provider-aws/6.2.0',
];
