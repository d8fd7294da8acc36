import { readWith, write } from './action.ts';
import { BROWSERS, type Origin } from './caller.ts';
import { assumedRole, iamUser, otherAccount, root, serviceItself, unknownUser } from './callers.ts';
import { CONSOLE_PAGES } from './consolePages.ts';
import { ACCOUNTS, ORGANIZATION_REGION, personName } from './organizationTables.ts';
import type { Random } from './random.ts';
import { HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { assume, FAILED_SIGN_IN, SIGN_IN_WITH_MFA } from './signInActions.ts';
import { visit, type Visit } from './visit.ts';

const region = ORGANIZATION_REGION;
const management = ACCOUNTS[0]!;
const office: Origin = { sourceIPAddress: '192.0.2.44', userAgent: BROWSERS[0]!, fromConsole: true };
const stranger: Origin = { sourceIPAddress: '198.51.100.66', userAgent: 'python-requests/2.32.4' };

/** What happens in an organization now and then. */
export function organizationIncidents({ start, horizon }: SampleSettings, random: Random): Visit[] {
  const anyTime = () => start + random.int((horizon - start - HOUR) / SECOND) * SECOND;
  const incidents = [rootAtTheBill, backupUser, outsider, guesses, claimedName, serviceEvent, serviceEvent];
  return incidents.flatMap((incident) => incident(anyTime(), random.pick(ACCOUNTS)));
}

function rootAtTheBill(at: number): Visit[] {
  const more = { pools: [CONSOLE_PAGES.home!], weight: 5 };
  return [
    visit(root(management, office), region, [{ at, action: SIGN_IN_WITH_MFA }], { ...more, end: at + 5 * MINUTE }),
  ];
}

/** A user from before Identity Center, whose key still works. */
function backupUser(at: number, account: string): Visit[] {
  const caller = iamUser(account, 'legacy-backup', { sourceIPAddress: '203.0.113.200', userAgent: 'aws-cli/1.16.0' });
  const more = { end: at + 10 * MINUTE, pools: [CONSOLE_PAGES.s3!, CONSOLE_PAGES.rds!], weight: 20, denied: 0.2 };
  return [visit(caller, region, [{ at, action: CONSOLE_PAGES.s3!.reads[0]! }], more)];
}

function outsider(at: number, account: string): Visit[] {
  const caller = otherAccount(account, '999988887777', 'AROAOUTSIDERSEXAMPLE0:probe', stranger);
  const action = assume({ account, role: 'OrganizationAccountAccessRole', session: 'probe' });
  return [
    visit(
      caller,
      region,
      Array.from({ length: 5 }, (_, i) => ({ at: at + i * SECOND, action, failure: 'denied' })),
    ),
  ];
}

function guesses(at: number, account: string): Visit[] {
  const acts = Array.from({ length: 4 }, (_, i) => ({ at: at + i * 8 * SECOND, action: FAILED_SIGN_IN }));
  return [visit(unknownUser(account, stranger), region, acts)];
}

/** A session of an ordinary role that claims to be a person. */
function claimedName(at: number, account: string): Visit[] {
  const role = { account, role: 'break-glass', session: personName(0) };
  const more = { end: at + 5 * MINUTE, pools: [CONSOLE_PAGES.iam!], weight: 10, denied: 0.1 };
  const list = readWith('iam', 'ListAccessKeys', {});
  return [visit(assumedRole({ ...role, origin: stranger }), region, [{ at, action: list }], more)];
}

function serviceEvent(at: number, account: string): Visit[] {
  const rotated = write('kms', 'RotateKey', {
    eventType: 'AwsServiceEvent',
    extra: () => ({ serviceEventDetails: { keyId: '11111111-2222-4333-8444-555555555555' } }),
  });
  return [visit(serviceItself(account, 'AWS Internal'), region, [{ at, action: rotated }])];
}
