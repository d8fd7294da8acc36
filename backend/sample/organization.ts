import { BROWSERS, type Origin } from './caller.ts';
import { assumedRole, identityCenterUser, samlUser } from './callers.ts';
import { CONSOLE_PAGES } from './consolePages.ts';
import { organizationIncidents } from './organizationIncidents.ts';
import { organizationRoles } from './organizationRoles.ts';
import { ACCOUNTS, ORGANIZATION_REGION, PERMISSION_SETS, personName, REGIONS } from './organizationTables.ts';
import { Random } from './random.ts';
import { DAY, HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { assume, PORTAL_FEDERATE, PORTAL_SIGN_IN } from './signInActions.ts';
import { addVisitsFor, visit, type Visit } from './visit.ts';

const PORTAL = 'd-0123456789';
const IDENTITY_STORE = `arn:aws:identitystore::${ACCOUNTS[0]!}:identitystore/${PORTAL}`;

/** An organization: people who sign in through Identity Center, and many programs with roles. */
export function organizationVisits(settings: SampleSettings): Visit[] {
  const random = new Random(`${settings.seed}/organization`);
  const people = Array.from({ length: settings.users }, (_, i) => new Person(i, settings.seed));
  const roles = organizationRoles(settings, random);
  const visits = [...roles.onceEach(), ...roles.daily(), ...organizationIncidents(settings, random)];
  for (const person of people) {
    const count = Math.max(1, Math.round((settings.days / 14) * random.between(1, 7)));
    for (let i = 0; i < count; i++) visits.push(...person.visits(workingHour(settings, random), random));
  }
  addVisitsFor(settings.events, visits, () =>
    random.chance(0.3) ? roles.another() : random.pick(people).visits(workingHour(settings, random), random),
  );
  return visits;
}

/** Somebody with some permission sets in some accounts. */
class Person {
  private readonly name: string;
  private readonly userId: string;
  private readonly usesPortal: boolean;
  private readonly origin: Origin;
  private readonly access: { account: string; permissions: (typeof PERMISSION_SETS)[number] }[];

  constructor(index: number, seed: number) {
    const random = new Random(`${seed}/person ${index}`);
    this.name = personName(index);
    this.userId = random.uuid();
    this.usesPortal = index % 20 === 0;
    const sourceIPAddress = `203.0.113.${1 + (index % 254)}`;
    this.origin = { sourceIPAddress, userAgent: random.pick(BROWSERS), fromConsole: true };
    const count = 1 + Math.floor(random.fraction() ** 2 * 12);
    this.access = Array.from({ length: count }, () => ({
      account: random.pick(ACCOUNTS),
      permissions: random.pickFrequent(PERMISSION_SETS),
    }));
  }

  /** Signs in at the portal and goes on to one of the accounts. */
  visits(at: number, random: Random): Visit[] {
    const { account, permissions } = random.pick(this.access);
    const path = `/aws-reserved/sso.amazonaws.com/${ORGANIZATION_REGION}/`;
    const role = `AWSReservedSSO_${permissions.name}_${new Random(`${account}/${permissions.name}`).hex(16)}`;
    const of = { account, role, path, session: this.name };
    const region = random.pick(REGIONS);
    const { writes, denied } = permissions;
    const length = random.between(2, 9) * MINUTE;
    const pages = ['home', ...Array.from({ length: 3 }, () => random.pick(Object.keys(CONSOLE_PAGES)))];
    const work = visit(
      assumedRole({ ...of, origin: this.origin, mfa: true }),
      region,
      [{ at: at + 5 * SECOND, action: PORTAL_SIGN_IN }],
      {
        end: at + length,
        pools: pages.map((page) => CONSOLE_PAGES[page]!),
        weight: 4 * (length / MINUTE),
        writes,
        denied,
      },
    );
    // Most have the account's console open already. The portal knows people by other names: few do for a sample.
    if (!this.usesPortal || random.chance(0.5)) return [work];
    const portal = identityCenterUser(ACCOUNTS[0]!, this.userId, IDENTITY_STORE, this.origin);
    const assertion = samlUser(account, PORTAL, this.name, this.origin);
    return [
      visit(portal, ORGANIZATION_REGION, [{ at, action: PORTAL_FEDERATE }]),
      visit(assertion, ORGANIZATION_REGION, [{ at: at + 2 * SECOND, action: assume(of, 'AssumeRoleWithSAML') }]),
      work,
    ];
  }
}

/** Weekdays from seven to six, UTC; now and then any time. */
function workingHour({ start, horizon, days }: SampleSettings, random: Random): number {
  for (let attempt = 0; ; attempt++) {
    const day = Math.floor(start / DAY) * DAY + random.int(days + 1) * DAY;
    const at = Math.floor((day + (7 + 11 * random.fraction()) * HOUR) / SECOND) * SECOND;
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    if (at >= start && at < horizon - 10 * MINUTE && (!weekend || attempt > 3)) return at;
    if (attempt > 20) return start + random.int((horizon - start) / SECOND) * SECOND;
  }
}
