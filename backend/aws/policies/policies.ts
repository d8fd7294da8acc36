import { allow, arnsOf, policy, type Policy, type PolicyPlaces } from './policy.ts';
import { creates, deletesResources } from './stackStatements.ts';
import { actions } from './policy.ts';

/** For whoever asks a tracker: what its ReaderPolicy allows. */
export function readerPolicy(places: PolicyPlaces): Policy {
  return policy(allow('Asks', ['execute-api:Invoke'], [arnsOf(places).invoke]));
}

/**
 * For whoever deploys and updates a tracker: what CloudFormation does in their name. It makes roles, so whoever has it could give a
 * function any right of the account, unless a boundary for roles is set.
 */
export function deployerPolicy(places: PolicyPlaces): Policy {
  const arns = arnsOf(places);
  const stack =
    'CreateStack UpdateStack CancelUpdateStack DeleteStack CreateChangeSet DescribeChangeSet DeleteChangeSet DescribeStackEvents ListStackResources TagResource';
  return policy(
    allow('Stack', actions('cloudformation', stack), [arns.stack]),
    allow('FindsTrackers', ['cloudformation:DescribeStacks'], ['*']),
    ...creates(places, arns),
  );
}

/** For whoever connects a trail with a tracker, looks after it, and fills it: trails, trigger, backfill, check. */
export function operatorPolicy(places: PolicyPlaces): Policy {
  const arns = arnsOf(places);
  const { partition, account, region, kmsKey } = places;
  const ownTrail = `arn:${partition}:cloudtrail:${region}:${account}:trail/cloudtrail-tracker`;
  return policy(
    allow('FindsTrackers', ['cloudformation:DescribeStacks'], ['*']),
    allow('FindsTrails', actions('cloudtrail', 'ListTrails DescribeTrails GetTrailStatus GetEventSelectors'), ['*']),
    allow('FindsBuckets', ['s3:ListAllMyBuckets'], ['*']),
    allow('CreatesTrail', actions('cloudtrail', 'CreateTrail StartLogging AddTags'), [ownTrail]),
    allow(
      'CreatesTrailBucket',
      actions(
        's3',
        'CreateBucket PutBucketTagging GetBucketTagging PutBucketPublicAccessBlock PutEncryptionConfiguration PutBucketPolicy',
      ),
      [`arn:${partition}:s3:::cloudtrail-tracker-trail-*`],
    ),
    allow('LooksIntoBucket', actions('s3', 'ListBucket GetBucketNotification PutBucketNotification'), [
      arns.trailBucket,
    ]),
    allow('ReadsLogFiles', ['s3:GetObject'], [arns.logFiles]),
    ...(kmsKey
      ? [
          allow('DecryptsLogFiles', ['kms:Decrypt'], [kmsKey], {
            StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
          }),
        ]
      : []),
    allow('Uploads', actions('s3', 'PutObject GetObject'), [arns.ownObjects]),
    allow('ListsUploads', ['s3:ListBucket'], [arns.ownBuckets]),
    allow(
      'Queues',
      actions('sqs', 'SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes'),
      [arns.queues],
    ),
    allow('Checks', actions('dynamodb', 'DescribeTable GetItem'), [arns.table]),
    allow('Asks', ['execute-api:Invoke'], [arns.invoke]),
  );
}

/** For whoever removes a tracker, its trigger included. The table with the events is not among what can be deleted. */
export function removerPolicy(places: PolicyPlaces): Policy {
  const arns = arnsOf(places);
  return policy(
    allow('Stack', actions('cloudformation', 'DeleteStack DescribeStackEvents ListStackResources'), [arns.stack]),
    allow('FindsTrackers', ['cloudformation:DescribeStacks'], ['*']),
    allow('Trigger', actions('s3', 'GetBucketNotification PutBucketNotification'), [arns.trailBucket]),
    allow('Table', ['dynamodb:DescribeTable'], [arns.table]),
    allow('FindsWhatIsLeft', ['tag:GetResources'], ['*']),
    ...deletesResources(places, arns),
  );
}
