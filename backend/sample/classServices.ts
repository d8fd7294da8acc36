import { read, readWith, write } from './action.ts';
import { serviceOrigin } from './caller.ts';
import { assumedRole, awsService, iamUser, webIdentity } from './callers.ts';
import { CLASS_ACCOUNT, CLASS_REGION, TEACHER } from './classAccount.ts';
import { lessonDays, type ClassPlan } from './classPlan.ts';
import { runInstances } from './computeLabs.ts';
import type { Failure } from './failures.ts';
import type { LabStep } from './labs.ts';
import { Names } from './names.ts';
import type { Random } from './random.ts';
import { ROLE_POOLS } from './roleActions.ts';
import { HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { assume, SIGN_IN_WITH_MFA } from './signInActions.ts';
import { visit, type Visit } from './visit.ts';
import { CONSOLE_PAGES } from './consolePages.ts';

const account = CLASS_ACCOUNT;
const region = CLASS_REGION;

/** What AWS does by itself after a lab step has succeeded. */
export function followUps(
  student: string,
  { step, at, failure }: { step: LabStep; at: number; failure?: Failure },
): Visit[] {
  if (failure) return [];
  const names = new Names(student, account, region);
  switch (step.id) {
    case 'create-stack': {
      const via = iamUser(
        account,
        student,
        serviceOrigin('cloudformation.amazonaws.com'),
        'cloudformation.amazonaws.com',
      );
      const tag = CONSOLE_PAGES.ec2!.writes[0]!;
      return [
        visit(via, region, [
          { at: at + 14 * SECOND, action: runInstances('stack', 't3.nano') },
          { at: at + 16 * SECOND, action: tag },
        ]),
      ];
    }
    case 'create-function':
      return roleAtWork('lambda', 'lab-function-role', names.own('hello'), at + 2 * MINUTE);
    case 'run-instances':
      return roleAtWork('ec2', 'lab-instance-role', names.id('i', 'balanced'), at + MINUTE);
    case 'create-group':
      return [
        visit(
          serviceLinked('autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling', 'AutoScaling'),
          region,
          [{ at: at + 20 * SECOND, action: runInstances(`group of ${student}`, 't3.micro') }],
          { end: at + 3 * MINUTE, pools: [ROLE_POOLS.scaling], weight: 2, writes: 0.2 },
        ),
      ];
    default:
      return [];
  }
}

/** A service takes on a role of the class and the program behind it begins to work. */
function roleAtWork(service: 'lambda' | 'ec2', role: string, session: string, at: number): Visit[] {
  const isInstance = service === 'ec2';
  const caller = assumedRole({
    account,
    role,
    session,
    origin: {
      sourceIPAddress: '198.51.100.20',
      userAgent: isInstance ? 'amazon-ssm-agent/3.3' : 'awslambda-worker/1.0',
    },
    ...(isInstance ? { ec2RoleDelivery: '2.0' as const } : {}),
  });
  const pool = isInstance ? ROLE_POOLS.instance : ROLE_POOLS.lambda;
  return [
    visit(awsService(account, `${service}.amazonaws.com`), region, [
      { at, action: assume({ account, role, session }) },
    ]),
    visit(caller, region, [{ at: at + 5 * SECOND, action: pool.writes[0]! }], {
      end: at + 20 * MINUTE,
      pools: [pool],
      weight: 5,
      writes: 0.3,
    }),
  ];
}

function serviceLinked(principal: string, role: string, session: string) {
  const path = `/aws-service-role/${principal}/`;
  return assumedRole({ account, role, session, path, invokedBy: principal, origin: serviceOrigin(principal) });
}

/** Everybody and everything in the class's account that is not a student. */
export function classServices(settings: SampleSettings, plan: ClassPlan, random: Random): Visit[] {
  const visits: Visit[] = [];
  for (let at = settings.start + 7 * MINUTE; at < settings.horizon; at += 4 * HOUR) visits.push(...inventory(at));
  for (const day of lessonDays(settings)) {
    visits.push(...deployment(day + 7 * HOUR + random.int(10 * 60) * MINUTE, random));
  }
  for (const { opens } of plan.labs) visits.push(...teacher(opens + 6.5 * HOUR, random));
  return visits;
}

function inventory(at: number): Visit[] {
  const role = 'AWSServiceRoleForConfig';
  const path = '/aws-service-role/config.amazonaws.com/';
  const takeOn = assume({ account, role, path, session: 'AWSConfig-Describe' });
  const checkBucket = read('s3', 'GetBucketAcl', {
    request: () => ({
      bucketName: 'trail-logs-example',
      Host: 'trail-logs-example.s3.eu-west-1.amazonaws.com',
      acl: '',
    }),
    resources: () => [['AWS::S3::Bucket', 'arn:aws:s3:::trail-logs-example']],
  });
  return [
    visit(awsService(account, 'config.amazonaws.com'), region, [{ at, action: takeOn }]),
    visit(awsService(account, 'cloudtrail.amazonaws.com'), region, [{ at: at + 30 * SECOND, action: checkBucket }]),
    visit(serviceLinked('config.amazonaws.com', role, 'AWSConfig-Describe'), region, [], {
      start: at + SECOND,
      end: at + 2 * MINUTE,
      pools: [ROLE_POOLS.config],
      weight: 8,
      writes: 0.05,
    }),
  ];
}

/** A build that deploys the course's web site, with the credentials that it gets for its token. */
function deployment(at: number, random: Random): Visit[] {
  const origin = {
    sourceIPAddress: `198.51.100.${random.between(100, 140)}`,
    userAgent: 'aws-sdk-js/3.840.0 GitHubActions',
  };
  const session = 'GitHubActions';
  const builder = webIdentity(
    account,
    'token.actions.githubusercontent.com',
    'repo:example/labs:ref:refs/heads/main',
    origin,
  );
  const takeOn = assume({ account, role: 'ci-deploy', session }, 'AssumeRoleWithWebIdentity');
  return [
    visit(builder, region, [{ at, action: takeOn }]),
    visit(assumedRole({ account, role: 'ci-deploy', session, origin }), region, [], {
      start: at + 3 * SECOND,
      end: at + 2 * MINUTE,
      pools: [ROLE_POOLS.deploy],
      weight: 10,
      writes: 0.4,
    }),
  ];
}

/** The teacher prepares a lab as an administrator, and says by sourceIdentity who that is. */
function teacher(at: number, random: Random): Visit[] {
  const origin = {
    sourceIPAddress: '192.0.2.5',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const caller = iamUser(account, TEACHER, { ...origin, fromConsole: true });
  const role = { account, role: 'lab-admin', session: TEACHER, sourceIdentity: TEACHER };
  const lookUp = readWith('cloudtrail', 'LookupEvents', {
    lookupAttributes: [{ attributeKey: 'Username' }],
    maxResults: 50,
  });
  const resetPassword = write('iam', 'UpdateLoginProfile', {
    request: () => ({ userName: `alucloud${random.between(1, 20)}`, passwordResetRequired: true }),
  });
  const end = at + 40 * MINUTE;
  return [
    visit(
      caller,
      region,
      [
        { at, action: SIGN_IN_WITH_MFA },
        { at: at + 3 * MINUTE, action: assume(role) },
        { at: at + 5 * MINUTE, action: resetPassword },
      ],
      {
        end,
        pools: [CONSOLE_PAGES.home!, CONSOLE_PAGES.iam!, { reads: [lookUp], writes: [resetPassword] }],
        weight: 20,
        writes: 0.05,
      },
    ),
    visit(assumedRole({ ...role, origin: { ...origin, fromConsole: true } }), region, [], {
      start: at + 4 * MINUTE,
      end,
      pools: [CONSOLE_PAGES.ec2!, CONSOLE_PAGES.vpc!],
      weight: 15,
      writes: 0.15,
    }),
  ];
}
