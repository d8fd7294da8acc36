import { Random } from './random.ts';

/**
 * The names in a caller's parameters. An id is a function of account, user and label, so what one call creates
 * a later one can stop or delete without anybody keeping a list.
 */
export class Names {
  readonly user: string;
  readonly account: string;
  readonly region: string;

  constructor(user: string, account: string, region: string) {
    this.user = user;
    this.account = account;
    this.region = region;
  }

  /** For example `i-0a1b…` for ('i', 'web'). */
  id(prefix: string, label: string): string {
    return `${prefix}-0${this.hex(label, 16)}`;
  }

  hex(label: string, digits: number): string {
    return new Random(`${this.account}/${this.user}/${label}`).hex(digits);
  }

  /** For example `web-alucloud7`. Session names may be e-mail addresses, resource names not. */
  own(label: string): string {
    return `${label}-${this.user.split('@')[0]!}`;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.account}:${resource}`;
  }

  /** Of a service without regions. */
  globalArn(service: string, resource: string): string {
    return `arn:aws:${service}::${this.account}:${resource}`;
  }
}
