import type { UserKind } from '../event.ts';
import { hideArn } from './hideArn.ts';
import { HIDDEN_KINDS, NOBODY, type KnownNames } from './knownNames.ts';
import type { Pseudonym, Word } from './pseudonym.ts';

/**
 * What shows instead of a value while names are hidden. What AWS itself calls things stays (event names, regions, instance types,
 * ids such as i-…); everything that people have named or typed has a pseudonym, without asking whose name it may be. In between are
 * values that say much and seldom name somebody (roles, user agents): they stay unless they mention a user that is hidden.
 *
 * Different values stay different and equal ones equal, so that what is counted, grouped and filtered stays right.
 */
export interface Hiding {
  /** `kind` is that of the user of the event or row, where it is known. */
  value(field: string, value: string, kind?: UserKind): string;
}

type Rule = 'kept' | 'mostlyKept' | 'resource' | Exclude<Word, 'AKIA' | 'ASIA' | 'name'>;

/** By field of an event or of a filter; a field that is not named here has values that people chose: 'resource'. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...[
    'account',
    'additionalEventData_MFAUsed',
    'awsRegion',
    'day',
    'errorCode',
    'eventCategory',
    'eventName',
    'eventSource',
    'eventTime',
    'eventType',
    'fromConsole',
    'group',
    'hour',
    'kind',
    'outcome',
    'proof',
    'quarter',
    'readOnly',
    'region',
    'responseElements_ConsoleLogin',
    'service',
    'userIdentity_type',
  ].map((field) => [field, 'kept'] as const),
  ...[
    'home',
    'requestParameters_attribute',
    'requestParameters_availabilityZone',
    'requestParameters_dBInstanceClass',
    'requestParameters_disableApiTermination',
    'requestParameters_durationSeconds',
    'requestParameters_engine',
    'requestParameters_engineVersion',
    'requestParameters_includeAllInstances',
    'requestParameters_includeDeleted',
    'requestParameters_instanceType',
    'requestParameters_multiAZ',
    'requestParameters_protocol',
    'requestParameters_publiclyAccessible',
    'requestParameters_resourceType',
    'requestParameters_runtime',
    'requestParameters_status',
    'requestParameters_type',
    'requestParameters_volumeType',
    'responseElements_credentials_expiration',
    'userAgent',
    'via',
  ].map((field) => [field, 'mostlyKept'] as const),
  ['user', 'user'],
  ['userIdentity_userName', 'user'],
  ['requestParameters_userName', 'user'],
  ['requestParameters_sourceIdentity', 'user'],
  ['sourceIdentity', 'user'],
  ['role', 'role'],
  ['requestParameters_roleName', 'role'],
  ['session', 'session'],
  ['requestParameters_roleSessionName', 'session'],
  ['sourceIPAddress', 'address'],
  ['requestParameters_cidrBlock', 'address'],
  ['requestParameters_cidrIp', 'address'],
  ['userIdentity_accessKeyId', 'key'],
  ['responseElements_accessKey_accessKeyId', 'key'],
  ['responseElements_credentials_accessKeyId', 'key'],
  ['userIdentity_principalId', 'id'],
  ['eventID', 'id'],
  ['errorMessage', 'text'],
  ['requestParameters_description', 'text'],
  ['requestParameters_groupDescription', 'text'],
  ['logFile', 'file'],
]);

/** These tell of nobody: of networks of one's own, of everywhere, and of AWS. */
const UNTOLD_ADDRESS =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+(?:\/\d+)?$|^0\.0\.0\.0(?:\/0)?$|^::(?:\/0)?$|^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$|^AWS Internal$/;
const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+)?$|^[\da-f:]*:[\da-f:.]*:[\da-f:.]*(?:\/\d+)?$/i;
/** i-0123456789abcdef0, subnet-01234567 and the like; UUIDs and the names that ECS gives its sessions; accounts; no word at all. */
const AWS_ID = new RegExp(
  '^(?:acl|aclassoc|ami|cgw|cr|dopt|eigw|eipalloc|eipassoc|eni|fs|fsap|fsmt|i|igw|key|lt|nat|pcx|pl|r|rtb|rtbassoc|sg|sgr|snap|' +
    'subnet|tgw|tgw-attach|tgw-rtb|vgw|vol|vpc|vpce|vpce-svc|vpn)-(?:[\\da-f]{8}|[\\da-f]{17})$|' +
    '^[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}$|^[\\da-f]{32}$|^\\d{12}$|^(?:true|false)$|^[^\\p{L}\\p{N}]*$',
  'u',
);
/** Of root, and of a service. */
const AWS_NAME = /^root$|^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;
const ACCESS_KEY = /^A[A-Z]{3}[A-Z0-9*]{12,124}$/;
const LOG_FILE = /^\d{12}_CloudTrail_[a-z0-9-]+_\d{8}T\d{4}Z_[A-Za-z0-9]{1,32}\.json(?:\.gz)?$/;

/** Whether a filter on this field may hold a pseudonym. */
export function isHidable(field: string): boolean {
  return RULES.get(field) !== 'kept';
}

export function createHiding(pseudonym: Pseudonym, names: KnownNames): Hiding {
  const unless = (isKept: boolean, word: Word, value: string) => (isKept ? value : pseudonym(word, value));
  const parts = {
    mentions: (text: string) => names.mentions(text),
    user: (value: string) => pseudonym('user', value),
    role: (value: string) => unless(!names.mentions(value), 'role', value),
    session: (value: string) => unless(AWS_ID.test(value) && !names.mentions(value), 'session', value),
    name: (value: string) => {
      if (ACCESS_KEY.test(value)) return accessKey(value);
      if (ADDRESS.test(value)) return address(value);
      return unless(AWS_ID.test(value) && !names.mentions(value), 'name', value);
    },
  };

  /** Whether it is a lasting or a temporary one is told by how it begins. */
  function accessKey(value: string): string {
    return pseudonym((['AKIA', 'ASIA'] as const).find((word) => value.startsWith(word)) ?? 'key', value);
  }

  function address(value: string): string {
    return unless(UNTOLD_ADDRESS.test(value), 'address', value);
  }

  /** The same for all users of one name, whatever their kind, because filters by name find them all. */
  function user(value: string, kind: UserKind | undefined): string {
    if (NOBODY.has(value)) return value;
    if (names.has(value) || (kind !== undefined && HIDDEN_KINDS.includes(kind))) return parts.user(value);
    return AWS_NAME.test(value) ? value : parts.role(value);
  }

  return {
    value(field, value, kind) {
      if (value === '') return value;
      const rule = RULES.get(field) ?? 'resource';
      switch (rule) {
        case 'kept':
          return value;
        case 'mostlyKept':
          return unless(!names.mentions(value), 'text', value);
        case 'user':
          // Other fields name others than the user of the event.
          return field === 'user' || field === 'userIdentity_userName' ? user(value, kind) : parts.user(value);
        case 'role':
        case 'session':
          return parts[rule](value);
        case 'address':
          return address(value);
        case 'id':
          return unless(AWS_ID.test(value), 'id', value);
        case 'file':
          return unless(LOG_FILE.test(value), 'file', value);
        case 'key':
          return accessKey(value);
        case 'text':
          return pseudonym('text', value);
        case 'resource':
          return value.startsWith('arn:') ? hideArn(value, parts) : parts.name(value);
      }
    },
  };
}
