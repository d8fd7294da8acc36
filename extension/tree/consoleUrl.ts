import type { Subject } from './activityNode.ts';

const CONSOLE = 'https://console.aws.amazon.com';

/** What AWS allows in names of IAM users and roles, in event sources and in event names. Anything else is not put into an address. */
const IAM_NAME = /^[\w+=,.@-]{1,128}$/;
const ACCOUNT = /^\d{12}$/;
const SERVICE = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const EVENT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,127}$/;

/**
 * The page of the AWS console for an IAM user or a role, and CloudTrail's event history for a service or an event name
 * (which covers 90 days of the account that is signed in). Undefined where there is none, or where the names are none
 * that AWS gives: they come from log files.
 */
export function consoleUrl(subject: Subject): string | undefined {
  switch (subject.type) {
    case 'user': {
      const { kind, home, name } = subject.user;
      const page = kind === 'iamUser' ? 'users' : kind === 'role' ? 'roles' : undefined;
      if (!page || !ACCOUNT.test(home) || !IAM_NAME.test(name)) return undefined;
      return `${CONSOLE}/iam/home#/${page}/details/${encodeURIComponent(name)}`;
    }
    case 'service':
      return SERVICE.test(subject.name) ? eventHistory('EventSource', `${subject.name}.amazonaws.com`) : undefined;
    case 'eventName':
      return EVENT_NAME.test(subject.name) ? eventHistory('EventName', subject.name) : undefined;
    default:
      return undefined;
  }
}

function eventHistory(attribute: string, value: string): string {
  return `${CONSOLE}/cloudtrailv2/home#/events?${attribute}=${encodeURIComponent(value)}`;
}
