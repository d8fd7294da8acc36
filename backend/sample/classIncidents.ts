import { read, readWith, write, type Action } from './action.ts';
import { BROWSERS, type Origin } from './caller.ts';
import {
  anonymous,
  assumedRole,
  federatedUser,
  iamUser,
  otherAccount,
  root,
  samlUser,
  serviceItself,
  signingIn,
  unknownUser,
} from './callers.ts';
import { CLASS_ACCOUNT, CLASS_REGION, TEACHER } from './classAccount.ts';
import { runInstances } from './computeLabs.ts';
import { CONSOLE_PAGES } from './consolePages.ts';
import { Random } from './random.ts';
import { ROLE_POOLS } from './roleActions.ts';
import { HOUR, MINUTE, SECOND, type SampleSettings } from './sampleOptions.ts';
import { assume, FAILED_SIGN_IN, federate, SIGN_IN_WITH_MFA } from './signInActions.ts';
import { visit, type Visit } from './visit.ts';

const account = CLASS_ACCOUNT;
const region = CLASS_REGION;
const browser: Origin = { sourceIPAddress: '192.0.2.5', userAgent: BROWSERS[0]!, fromConsole: true };
const stranger: Origin = { sourceIPAddress: '198.51.100.66', userAgent: 'python-requests/2.32.4' };

/** Something rare, from the moment on that it is given. */
type Incident = (at: number, users: number) => Visit[];

/** What happens once or twice in a course. Each happens even in the shortest sample. */
const INCIDENTS: Incident[] = [
  guessedPasswords,
  rootAtTheBill,
  forgedSession,
  auditFromOutside,
  strangersAtTheWebsite,
  guest,
  schoolSignIn,
  serviceEvents,
  rootAtTheBill,
  serviceEvents,
];

export function classIncidents(settings: SampleSettings, random: Random): Visit[] {
  const length = settings.horizon - settings.start - HOUR;
  return INCIDENTS.flatMap((incident, i) => {
    const part = (i + random.fraction()) / INCIDENTS.length;
    return incident(settings.start + Math.floor((part * length) / SECOND) * SECOND, settings.users);
  });
}

function every(at: number, step: number, count: number, action: Action) {
  return Array.from({ length: count }, (_, i) => ({ at: at + i * step, action }));
}

function guessedPasswords(at: number, users: number): Visit[] {
  return [
    visit(
      signingIn(account, `alucloud${Math.min(3, users)}`, stranger),
      region,
      every(at, 9 * SECOND, 6, FAILED_SIGN_IN),
    ),
    visit(unknownUser(account, stranger), region, every(at + MINUTE, 7 * SECOND, 4, FAILED_SIGN_IN)),
  ];
}

function rootAtTheBill(at: number): Visit[] {
  const bill = read('billingconsole', 'GetBillingNotifications', { eventType: 'AwsConsoleAction' });
  const budget = write('budgets', 'CreateBudget', {
    request: () => ({
      budget: { budgetName: 'course', budgetLimit: { amount: '200', unit: 'USD' }, timeUnit: 'MONTHLY' },
    }),
  });
  return [
    visit(
      root(account, browser),
      region,
      [
        { at, action: SIGN_IN_WITH_MFA },
        { at: at + MINUTE, action: bill },
        { at: at + 6 * MINUTE, action: budget },
      ],
      { pools: [CONSOLE_PAGES.home!], weight: 5 },
    ),
  ];
}

/** A student takes on a role that all may use, under the name of another student. */
function forgedSession(at: number, users: number): Visit[] {
  const role = { account, role: 'lab-shared-role', session: 'alucloud2' };
  const origin = { sourceIPAddress: '203.0.113.6', userAgent: 'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/windows#11' };
  return [
    visit(iamUser(account, `alucloud${Math.min(5, users)}`, origin), region, [{ at, action: assume(role) }]),
    visit(
      assumedRole({ ...role, origin }),
      region,
      [
        { at: at + MINUTE, action: runInstances('forged', 't3.micro') },
        {
          at: at + 2 * MINUTE,
          action: write('iam', 'CreateAccessKey', { request: () => ({ userName: 'alucloud2' }) }),
          failure: 'denied',
        },
      ],
      { pools: [CONSOLE_PAGES.ec2!, CONSOLE_PAGES.s3!], weight: 10, writes: 0.1, denied: 0.1 },
    ),
  ];
}

function auditFromOutside(at: number): Visit[] {
  const origin = { sourceIPAddress: '198.51.100.9', userAgent: 'Boto3/1.39.3 md/Botocore#1.39.3' };
  const role = { account, role: 'auditor', session: 'university-audit' };
  const sharedEventID = new Random(`audit at ${at}`).uuid();
  return [
    visit(otherAccount(account, '444455556666', 'AROAAUDITORSEXAMPLE00:university-audit', origin), region, [
      { at, action: assume({ ...role, sharedEventID }) },
      { at: at + MINUTE, action: assume({ ...role, role: 'lab-admin' }), failure: 'denied' },
    ]),
    visit(assumedRole({ ...role, origin }), region, [{ at: at + 2 * MINUTE, action: ROLE_POOLS.audit.reads[0]! }], {
      end: at + 12 * MINUTE,
      pools: [ROLE_POOLS.audit],
      weight: 20,
      writes: 0.02,
    }),
  ];
}

/** Data events of a bucket that is a web site, by nobody in particular. */
function strangersAtTheWebsite(at: number): Visit[] {
  const page = read('s3', 'GetObject', {
    category: 'Data',
    request: () => ({
      bucketName: 'website-alucloud1',
      key: 'index.html',
      Host: 'website-alucloud1.s3-website-eu-west-1.amazonaws.com',
    }),
    resources: () => [
      ['AWS::S3::Object', 'arn:aws:s3:::website-alucloud1/index.html'],
      ['AWS::S3::Bucket', 'arn:aws:s3:::website-alucloud1'],
    ],
  });
  const probe = readWith('s3', 'GetBucketAcl', { bucketName: 'website-alucloud1', acl: '' });
  return [
    visit(anonymous(account, stranger), region, [
      ...every(at, 40 * SECOND, 12, page),
      { at: at + MINUTE, action: probe, failure: 'denied' },
    ]),
  ];
}

function guest(at: number): Visit[] {
  const origin = { sourceIPAddress: '192.0.2.30', userAgent: BROWSERS[1]! };
  return [
    visit(iamUser(account, TEACHER, origin), region, [{ at, action: federate('guest-lecturer') }]),
    visit(federatedUser(account, TEACHER, 'guest-lecturer', origin), region, [
      ...every(at + MINUTE, 20 * SECOND, 5, CONSOLE_PAGES.ec2!.reads[0]!),
      { at: at + 4 * MINUTE, action: CONSOLE_PAGES.ec2!.writes[1]!, failure: 'denied' },
    ]),
  ];
}

function schoolSignIn(at: number): Visit[] {
  const origin = { sourceIPAddress: '192.0.2.31', userAgent: BROWSERS[2]! };
  const person = 'ana.garcia@example.com';
  const role = { account, role: 'school-staff', session: person };
  return [
    visit(samlUser(account, 'idp.example.com', person, origin), region, [
      { at, action: assume(role, 'AssumeRoleWithSAML') },
    ]),
    visit(assumedRole({ ...role, origin }), region, every(at + MINUTE, 15 * SECOND, 4, CONSOLE_PAGES.s3!.reads[0]!)),
  ];
}

function serviceEvents(at: number): Visit[] {
  const serviceEvent = (service: string, name: string, details: object) =>
    write(service, name, { eventType: 'AwsServiceEvent', extra: () => ({ serviceEventDetails: details }) });
  const rotated = serviceEvent('kms', 'RotateKey', { keyId: '11111111-2222-4333-8444-555555555555' });
  const evicted = serviceEvent('ec2', 'BidEvictedEvent', { instanceIdSet: ['i-0abcdef1234567890'] });
  return [
    visit(serviceItself(account, 'AWS Internal'), region, [{ at, action: rotated }]),
    visit(serviceItself(account, 'ec2.amazonaws.com'), region, [{ at: at + 10 * MINUTE, action: evicted }]),
  ];
}
