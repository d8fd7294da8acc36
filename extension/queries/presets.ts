import { CREATIONS } from '../../backend/core/leftRunning.ts';
import type { L10n } from '../format.ts';
import type { Query } from './query.ts';

/** The queries that everybody has, in the order in which they are listed. */
export function presets(l10n: L10n): Query[] {
  return [
    {
      ...preset('errors', 'error'),
      name: l10n.t('Errors and Denials'),
      description: l10n.t('Calls that failed or were refused, those that only read among them'),
      filter: { outcome: { in: ['denied', 'error'] } },
    },
    {
      ...preset('root', 'key'),
      name: l10n.t('Root User'),
      description: l10n.t(
        'Everything that was done as the root user of an account, which nobody needs from day to day',
      ),
      filter: { kind: { in: ['root'] } },
    },
    {
      ...preset('failedSignIns', 'sign-in'),
      name: l10n.t('Failed Sign-Ins'),
      description: l10n.t('Sign-ins to the console that failed, under names that nobody has too'),
      filter: {
        service: { in: ['signin'] },
        eventName: { in: ['ConsoleLogin', 'CheckMfa'] },
        outcome: { in: ['denied', 'error'] },
      },
    },
    {
      ...preset('signInsWithoutMfa', 'unlock'),
      name: l10n.t('Sign-Ins without MFA'),
      description: l10n.t(
        'Sign-ins of IAM users and root without a second factor; an identity provider asks for its own',
      ),
      // Sign-ins by a role say MFAUsed "No" whatever the identity provider has asked for.
      filter: {
        eventName: { in: ['ConsoleLogin'] },
        kind: { in: ['iamUser', 'root'] },
        outcome: { in: ['ok'] },
        additionalEventData_MFAUsed: { in: ['No'] },
      },
    },
    {
      ...preset('iamChanges', 'shield'),
      name: l10n.t('IAM Changes'),
      description: l10n.t('Changes to users, groups, roles, policies and access keys'),
      filter: { service: { in: ['iam'] } },
      scope: 'changes',
    },
    {
      ...preset('securityGroupChanges', 'globe'),
      name: l10n.t('Security Group Changes'),
      description: l10n.t('Security groups created, changed and deleted: what is let in and out'),
      filter: {
        eventName: {
          prefix: ['AuthorizeSecurityGroup', 'RevokeSecurityGroup', 'UpdateSecurityGroupRule', 'ModifySecurityGroup'],
          in: [
            'CreateSecurityGroup',
            'DeleteSecurityGroup',
            'AuthorizeDBSecurityGroupIngress',
            'RevokeDBSecurityGroupIngress',
          ],
        },
      },
      scope: 'changes',
    },
    {
      ...preset('consoleChanges', 'browser'),
      name: l10n.t('Changes Made in the Console'),
      description: l10n.t('Changes made by hand, with a session of the AWS console, CloudShell included'),
      filter: { fromConsole: { in: ['true'] } },
      scope: 'changes',
    },
    {
      ...preset('deletions', 'trash'),
      name: l10n.t('Deletions'),
      description: l10n.t('What deletes, terminates, releases or purges'),
      filter: {
        eventName: {
          prefix: ['Delete', 'BatchDelete', 'Terminate', 'Purge', 'Destroy'],
          in: ['DeregisterImage', 'DeregisterTaskDefinition', 'ReleaseAddress', 'ReleaseHosts', 'ScheduleKeyDeletion'],
        },
      },
      scope: 'changes',
    },
    {
      ...preset('leftRunning', 'vm-running'),
      name: l10n.t('Left Running'),
      description: l10n.t('Resources created in the period and not deleted until now, as far as the log files tell'),
      filter: CREATIONS,
      scope: 'changes',
      kind: 'leftRunning',
    },
    {
      ...preset('trailTampering', 'mute'),
      name: l10n.t('Trail Tampering'),
      description: l10n.t('Calls that stop, delete or narrow what CloudTrail records'),
      filter: {
        service: { in: ['cloudtrail'] },
        eventName: {
          in: [
            'StopLogging',
            'DeleteTrail',
            'UpdateTrail',
            'PutEventSelectors',
            'PutInsightSelectors',
            'StopEventDataStoreIngestion',
            'DeleteEventDataStore',
            'UpdateEventDataStore',
          ],
        },
      },
      scope: 'changes',
    },
  ];
}

function preset(id: string, icon: string): Pick<Query, 'id' | 'icon' | 'kind' | 'scope'> {
  return { id: `preset/${id}`, icon, kind: 'preset', scope: 'everything' };
}
