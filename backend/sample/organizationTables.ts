import type { RoleKind } from './roleActions.ts';

export const ORGANIZATION_ID = 'o-exampleorg';
export const ORGANIZATION_REGION = 'eu-west-1';

/** 111122221111, 111122222222 and so on; the first is the management account. */
export const ACCOUNTS: readonly string[] = Array.from({ length: 40 }, (_, i) => String(111122220000 + 1111 * (i + 1)));

/** The first regions get most of the work. */
export const REGIONS: readonly string[] = ['eu-west-1', 'eu-west-1', 'eu-central-1', 'us-east-1'];

interface RoleTemplate {
  name: string;
  kind: RoleKind;
  /** Who takes on the role: a service, a build with a token, or the management account. */
  by: 'service' | 'build' | 'organization';
  /** The service that takes it on, or that it is linked to. */
  principal?: string;
  linked?: true;
  /** What its sessions are called, where that is always the same. */
  session?: string;
}

/** The roles that every account has. */
export const COMMON_ROLES: readonly RoleTemplate[] = [
  { name: 'OrganizationAccountAccessRole', kind: 'audit', by: 'organization' },
  { name: 'AWSControlTowerExecution', kind: 'audit', by: 'organization', session: 'AWSControlTower' },
  { name: 'security-audit', kind: 'audit', by: 'organization', session: 'security-hub' },
  { name: 'cost-explorer-export', kind: 'audit', by: 'organization', session: 'cost-export' },
  { name: 'backup-operator', kind: 'audit', by: 'organization', session: 'nightly-backup' },
  { name: 'break-glass', kind: 'audit', by: 'organization' },
  { name: 'github-actions-deploy', kind: 'deploy', by: 'build', session: 'GitHubActions' },
  { name: 'terraform-apply', kind: 'deploy', by: 'build', session: 'terraform' },
  {
    name: 'aws-controltower-ConfigRecorderRole',
    kind: 'config',
    by: 'service',
    principal: 'config.amazonaws.com',
    session: 'AWSConfig-Describe',
  },
  {
    name: 'AWSServiceRoleForConfig',
    kind: 'config',
    by: 'service',
    principal: 'config.amazonaws.com',
    linked: true,
    session: 'AWSConfig-Describe',
  },
  {
    name: 'AWSServiceRoleForAutoScaling',
    kind: 'scaling',
    by: 'service',
    principal: 'autoscaling.amazonaws.com',
    linked: true,
    session: 'AutoScaling',
  },
  {
    name: 'AWSServiceRoleForECS',
    kind: 'scaling',
    by: 'service',
    principal: 'ecs.amazonaws.com',
    linked: true,
    session: 'ecs-service-scheduler',
  },
];

const COMPONENTS = [
  'api',
  'web',
  'worker',
  'scheduler',
  'importer',
  'exporter',
  'notifier',
  'search',
  'indexer',
  'reports',
  'invoices',
  'payments',
  'mailer',
  'thumbnails',
  'webhooks',
  'audit-log',
  'cleanup',
  'sessions',
  'metrics',
];

/** A team has three accounts, for development, test and production, with the same roles in each. */
const TEAMS = [
  'platform',
  'orders',
  'billing',
  'catalog',
  'shipping',
  'identity',
  'pricing',
  'support',
  'analytics',
  'mobile',
  'partners',
  'content',
  'risk',
  'data',
];
const ACCOUNTS_PER_TEAM = 3;

/** The 50 roles of an account: 12 that all have, and two for each component of the team's application. */
export function rolesOf(accountIndex: number): RoleTemplate[] {
  const team = TEAMS[Math.floor(accountIndex / ACCOUNTS_PER_TEAM)]!;
  const own = COMPONENTS.flatMap((component): RoleTemplate[] => [
    { name: `${team}-${component}-task`, kind: 'task', by: 'service', principal: 'ecs-tasks.amazonaws.com' },
    { name: `${team}-${component}-lambda`, kind: 'lambda', by: 'service', principal: 'lambda.amazonaws.com' },
  ]);
  return [...COMMON_ROLES, ...own];
}

const FIRST_NAMES = 'ana bruno carla david elena farid greta hugo ines jonas kim laura marco nadia oscar'.split(' ');
const LAST_NAMES = 'alonso becker costa dubois ericsson ferrari garcia hansen ito jansen'.split(' ');

/** `ana.alonso@example.com`; after 150 people with a number. */
export function personName(index: number): string {
  const first = FIRST_NAMES[index % FIRST_NAMES.length]!;
  const last = LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length]!;
  const round = Math.floor(index / (FIRST_NAMES.length * LAST_NAMES.length));
  return `${first}.${last}${round === 0 ? '' : round + 1}@example.com`;
}

interface PermissionSet {
  name: string;
  writes: number;
  denied: number;
}

/** What people may do, the most frequent first. */
export const PERMISSION_SETS: readonly PermissionSet[] = [
  { name: 'PowerUserAccess', writes: 0.1, denied: 0.01 },
  { name: 'ReadOnlyAccess', writes: 0.01, denied: 0.05 },
  { name: 'AdministratorAccess', writes: 0.15, denied: 0 },
  { name: 'Billing', writes: 0, denied: 0.1 },
];
