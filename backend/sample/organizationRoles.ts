import type { Action } from './action.ts';
import { serviceOrigin, TOOLS, type Caller, type Origin } from './caller.ts';
import { assumedRole, awsService, otherAccount, webIdentity } from './callers.ts';
import { ACCOUNTS, ORGANIZATION_REGION, rolesOf } from './organizationTables.ts';
import type { Random } from './random.ts';
import { ROLE_POOLS } from './roleActions.ts';
import { DAY, HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { assume } from './signInActions.ts';
import { visit, type Visit } from './visit.ts';

type Template = ReturnType<typeof rolesOf>[number];
interface Role {
  account: string;
  template: Template;
}

const region = ORGANIZATION_REGION;
const BUILDS = 'token.actions.githubusercontent.com';
const WRITES = { instance: 0.3, lambda: 0.25, task: 0.15, deploy: 0.4, audit: 0.01, config: 0.03, scaling: 0.1 };

/** The programs of an organization, by the roles that they take on. */
export function organizationRoles({ start, horizon, days }: SampleSettings, random: Random) {
  const roles = ACCOUNTS.flatMap((account, i) => rolesOf(i).map((template): Role => ({ account, template })));
  const anyTime = () => start + random.int((horizon - start - HOUR) / SECOND) * SECOND;
  /** Each account has an hour of the day for its jobs, so that they are delivered together. */
  const jobs = new Map(ACCOUNTS.map((account) => [account, random.int((DAY - HOUR) / SECOND) * SECOND]));
  const jobTime = (account: string, day: number) => start + day * DAY + jobs.get(account)! + random.int(150) * SECOND;
  return {
    /** Every role at least once, so that all can be seen. */
    onceEach: (): Visit[] => roles.flatMap((role) => atWork(role, jobTime(role.account, random.int(days)), random)),

    /** What happens every day in every account. */
    daily(): Visit[] {
      const config = roles.filter(({ template }) => template.name === 'AWSServiceRoleForConfig');
      const visits: Visit[] = [];
      for (let day = 0; day < days; day++) {
        for (const role of config) visits.push(...atWork(role, jobTime(role.account, day), random));
      }
      return visits;
    },

    another: (): Visit[] => atWork(random.pick(roles), anyTime(), random),
  };
}

/** Somebody takes on the role, and a program works with it for a moment. */
function atWork({ account, template }: Role, at: number, random: Random): Visit[] {
  const { name: role, kind, principal } = template;
  const path = template.linked ? `/aws-service-role/${principal!}/` : '/';
  const session = template.session ?? sessionName(template, random);
  const origin = originOf(template, random);
  const sharedEventID = random.uuid();
  const takeOn = assume({ account, role, path, session, sharedEventID });
  const asked = (caller: Caller, action: Action) => visit(caller, region, [{ at, action }]);
  const work = visit(
    assumedRole({ account, role, path, session, origin, ...(template.linked ? { invokedBy: principal } : {}) }),
    region,
    [{ at: at + SECOND, action: ROLE_POOLS[kind].reads[0]! }],
    { end: at + MINUTE, pools: [ROLE_POOLS[kind]], weight: 8, writes: WRITES[kind], failed: 0.015 },
  );
  switch (template.by) {
    case 'service':
      // Services take on their roles far less often than they use them.
      return random.chance(0.6) ? [work] : [asked(awsService(account, principal!), takeOn), work];
    case 'build': {
      // Each account's provider makes another user of the same build: a few are enough to be seen.
      if (ACCOUNTS.indexOf(account) % 10 !== 0) return [work];
      const builder = webIdentity(account, BUILDS, `repo:example/${role}:ref:refs/heads/main`, origin);
      return [asked(builder, assume({ account, role, session }, 'AssumeRoleWithWebIdentity')), work];
    }
    case 'organization': {
      const operator = assumedRole({
        account: ACCOUNTS[0]!,
        role: 'github-actions-deploy',
        session: 'operations',
        origin,
      });
      const stranger = otherAccount(account, ACCOUNTS[0]!, `AROAOPERATIONSEXAMPLE:operations`, origin);
      // Both accounts see the call, each with an event of its own under one sharedEventID.
      return account === ACCOUNTS[0] ? [work] : [asked(operator, takeOn), asked(stranger, takeOn), work];
    }
  }
}

function sessionName({ name, kind }: Template, random: Random): string {
  if (kind === 'task') return random.hex(32);
  if (kind === 'lambda') return name.replace(/-lambda$/, '');
  return `session-${random.hex(6)}`;
}

function originOf(template: Template, random: Random): Origin {
  if (template.linked) return serviceOrigin(template.principal!);
  return { sourceIPAddress: `198.51.100.${random.between(1, 254)}`, userAgent: random.pick(TOOLS) };
}
