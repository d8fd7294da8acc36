import type { Action } from './action.ts';
import type { Random } from './random.ts';
import { serviceFacts } from './serviceFacts.ts';

export type Failure = 'denied' | 'error';
type Fault = [errorCode: string, errorMessage: string];

const RATE_EXCEEDED: Fault = ['ThrottlingException', 'Rate exceeded'];
const EC2_THROTTLED: Fault = ['Client.RequestLimitExceeded', 'Request limit exceeded.'];

/** What goes wrong with one call in particular. */
const BY_EVENT_NAME: Record<string, Fault> = {
  RunInstances: ['Server.InsufficientInstanceCapacity', 'We currently do not have sufficient capacity in this zone.'],
  CreateKeyPair: ['Client.InvalidKeyPair.Duplicate', 'The keypair already exists'],
  CreateSecurityGroup: ['Client.InvalidGroup.Duplicate', 'The security group already exists for this VPC'],
  AuthorizeSecurityGroupIngress: ['Client.InvalidPermission.Duplicate', 'the specified rule already exists'],
  CreateSubnet: ['Client.InvalidSubnet.Conflict', 'The CIDR conflicts with another subnet'],
  CreateBucket: ['BucketAlreadyExists', 'The requested bucket name is not available.'],
  GetBucketPolicy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketPolicyStatus: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketTagging: ['NoSuchTagSet', 'The TagSet does not exist'],
  GetBucketWebsite: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  GetBucketPublicAccessBlock: [
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
  ],
  PutBucketPolicy: ['MalformedPolicy', 'Policy has invalid resource'],
  CreateDBInstance: ['DBInstanceAlreadyExists', 'DB instance already exists'],
  DeleteDBInstance: ['InvalidDBInstanceState', 'Instance is not in available state.'],
  CreateFunction20150331: ['InvalidParameterValueException', 'The role defined for the function cannot be assumed.'],
  UpdateFunctionCode20150331v2: ['ResourceConflictException', 'An update is in progress for this function'],
  CreateTable: ['ResourceInUseException', 'Table already exists'],
  CreateStack: ['AlreadyExistsException', 'Stack already exists'],
  DescribeStacks: ['ValidationException', 'Stack with id does not exist'],
  CreateRole: ['EntityAlreadyExistsException', 'Role already exists.'],
  GetRole: ['NoSuchEntityException', 'The role cannot be found.'],
};

const BY_SERVICE: Record<string, { reads: Fault[]; writes: Fault[] }> = {
  ec2: {
    reads: [EC2_THROTTLED, ['Client.InvalidInstanceID.NotFound', 'The instance ID does not exist']],
    writes: [
      ['Client.InvalidParameterValue', 'Invalid value for a parameter'],
      ['Client.IncorrectInstanceState', 'The instance is not in a state from which it can be changed.'],
    ],
  },
  s3: {
    reads: [['NoSuchBucket', 'The specified bucket does not exist']],
    writes: [['NoSuchBucket', 'The specified bucket does not exist']],
  },
};

const OTHERS = {
  reads: [RATE_EXCEEDED, ['ResourceNotFoundException', 'Requested resource not found'] satisfies Fault],
  writes: [
    ['ValidationException', 'One or more parameter values were invalid'] satisfies Fault,
    ['ResourceNotFoundException', 'Requested resource not found'] satisfies Fault,
  ],
};

/** The errorCode and errorMessage of a failed call. */
export function faultOf(failure: Failure, action: Action, callerArn: string, random: Random): Fault {
  if (failure === 'denied') return denial(action, callerArn);
  const known = BY_EVENT_NAME[action.name];
  if (known) return known;
  const faults = BY_SERVICE[action.service] ?? OTHERS;
  return random.pick(action.readOnly ? faults.reads : faults.writes);
}

function denial({ service, name }: Action, callerArn: string): Fault {
  const { denied, prefix = service } = serviceFacts(service);
  // Event names may bear the API's version, actions in policies do not.
  const action = `${prefix}:${name.replace(/\d{8}(v\d)?$/, '')}`;
  const reason = `User: ${callerArn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (service !== 'ec2') return [denied, reason];
  return [
    denied,
    `You are not authorized to perform this operation. ${reason}. Encoded authorization failure message: EXAMPLE`,
  ];
}
