import assert from 'node:assert/strict';
import { eventOf } from '../../../backend/core/eventOf.ts';
import { matches } from '../../../backend/core/filter.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { CREATIONS, CREATIONS_AND_DELETIONS, leftRunning } from '../../../backend/core/leftRunning.ts';
import { describeRealLogs, rawRecords } from '../../fixtures/realLogs.ts';

const NOON = '2024-05-01T12:00:00Z';
const TO = '2024-05-02T00:00:00Z';

let number = 0;
/** A record of a call at a time of 1 May 2024, as the service writes it. */
const call = (service: string, eventName: string, time: string, more: JsonObject = {}): JsonObject => ({
  eventID: `e${++number}`,
  eventTime: time.includes('T') ? time : `2024-05-01T${time}:00Z`,
  eventSource: `${service}.amazonaws.com`,
  eventName,
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', userName: 'ana', accountId: '111122223333' },
  readOnly: false,
  ...more,
});
const asked = (requestParameters: JsonObject): JsonObject => ({ requestParameters });
const answered = (responseElements: JsonObject): JsonObject => ({ responseElements });
const instances = (...ids: string[]): JsonObject => ({
  instancesSet: { items: ids.map((instanceId) => ({ instanceId })) },
});

const left = (...records: JsonObject[]) =>
  leftRunning(
    records.map((record) => eventOf(record, 'f', 0)),
    TO,
  ).map(({ kind, name }) => `${kind} ${name}`);

describe('leftRunning', () => {
  const LB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';
  const EKS = 'arn:aws:eks:eu-west-1:111122223333:cluster/lab';

  // What creates, what deletes, and what is left between the two: parameters as the services write them.
  const lifecycles: [service: string, created: [string, JsonObject], deleted: [string, JsonObject], left: string][] = [
    [
      'ec2',
      [
        'RunInstances',
        { ...asked({ instancesSet: { items: [{ imageId: 'ami-1' }] } }), ...answered(instances('i-1')) },
      ],
      ['TerminateInstances', { ...asked(instances('i-1')), ...answered(instances('i-1')) }],
      'instance i-1',
    ],
    [
      'ec2',
      ['CreateVolume', { ...asked({ size: '1', snapshotId: 'snap-9' }), ...answered({ volumeId: 'vol-1' }) }],
      ['DeleteVolume', { ...asked({ volumeId: 'vol-1' }), ...answered({ _return: true }) }],
      'volume vol-1',
    ],
    [
      'ec2',
      ['CreateSnapshot', { ...asked({ volumeId: 'vol-1' }), ...answered({ snapshotId: 'snap-1', volumeId: 'vol-1' }) }],
      ['DeleteSnapshot', asked({ snapshotId: 'snap-1' })],
      'snapshot snap-1',
    ],
    [
      'ec2',
      ['CreateImage', { ...asked({ instanceId: 'i-1', name: 'lab' }), ...answered({ imageId: 'ami-1' }) }],
      ['DeregisterImage', asked({ imageId: 'ami-1' })],
      'image ami-1',
    ],
    [
      'ec2',
      [
        'CreateNatGateway',
        {
          ...asked({ CreateNatGatewayRequest: { SubnetId: 'subnet-1', AllocationId: 'eipalloc-1' } }),
          ...answered({ CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1' } } }),
        },
      ],
      ['DeleteNatGateway', answered({ DeleteNatGatewayResponse: { natGatewayId: 'nat-1' } })],
      'natGateway nat-1',
    ],
    [
      'ec2',
      ['AllocateAddress', answered({ publicIp: '203.0.113.9', domain: 'vpc', allocationId: 'eipalloc-1' })],
      ['ReleaseAddress', asked({ allocationId: 'eipalloc-1' })],
      'address eipalloc-1',
    ],
    [
      's3',
      ['CreateBucket', { ...asked({ bucketName: 'lab' }), awsRegion: 'us-east-1' }],
      ['DeleteBucket', asked({ bucketName: 'lab' })],
      'bucket lab',
    ],
    [
      'rds',
      ['CreateDBInstance', asked({ dBInstanceIdentifier: 'wordpressDB11' })],
      ['DeleteDBInstance', asked({ dBInstanceIdentifier: 'wordpressdb11' })],
      'dbInstance wordpressDB11',
    ],
    [
      'elasticloadbalancing',
      ['CreateLoadBalancer', asked({ loadBalancerName: 'wp-11-lb' })],
      ['DeleteLoadBalancer', asked({ loadBalancerName: 'wp-11-lb' })],
      'loadBalancer wp-11-lb',
    ],
    [
      'elasticloadbalancing',
      [
        'CreateLoadBalancer',
        {
          ...asked({ name: 'web' }),
          ...answered({ loadBalancers: [{ loadBalancerArn: LB, loadBalancerName: 'web' }] }),
        },
      ],
      ['DeleteLoadBalancer', asked({ loadBalancerArn: LB })],
      `loadBalancer ${LB}`,
    ],
    [
      'autoscaling',
      ['CreateAutoScalingGroup', asked({ autoScalingGroupName: 'group' })],
      ['DeleteAutoScalingGroup', asked({ autoScalingGroupName: 'group', forceDelete: true })],
      'autoScalingGroup group',
    ],
    [
      'ecs',
      ['CreateCluster', asked({ clusterName: 'lab' })],
      ['DeleteCluster', asked({ cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/lab' })],
      'cluster lab',
    ],
    [
      'eks',
      ['CreateCluster', { ...asked({ name: 'lab' }), ...answered({ cluster: { arn: EKS } }) }],
      ['DeleteCluster', { ...asked({ name: 'lab' }), ...answered({ cluster: { arn: EKS } }) }],
      `cluster ${EKS}`,
    ],
    [
      'dynamodb',
      ['CreateTable', asked({ tableName: 'notes' })],
      ['DeleteTable', asked({ tableName: 'notes' })],
      'table notes',
    ],
    [
      'lambda',
      ['CreateFunction20150331', asked({ functionName: 'hello' })],
      ['DeleteFunction20150331', asked({ functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:hello' })],
      'function hello',
    ],
  ];
  for (const [service, created, deleted, expected] of lifecycles) {
    const creation = call(service, created[0], '10:00', created[1]);
    const deletion = call(service, deleted[0], '11:00', deleted[1]);

    it(`knows what ${service}'s ${created[0]} leaves, and that ${deleted[0]} takes it away`, () => {
      assert.deepEqual(left(creation), [expected]);
      assert.deepEqual(left(deletion, creation), []);
    });

    it(`asks for ${created[0]} and ${deleted[0]} of ${service}`, () => {
      assert.ok(matches(eventOf(creation, 'f', 0), CREATIONS));
      assert.ok(matches(eventOf(creation, 'f', 0), CREATIONS_AND_DELETIONS));
      assert.ok(matches(eventOf(deletion, 'f', 0), CREATIONS_AND_DELETIONS));
      assert.ok(!matches(eventOf(deletion, 'f', 0), CREATIONS));
    });
  }

  it('counts each resource of a call, and says by whom, when and where', () => {
    const run = call('ec2', 'RunInstances', '10:00', answered(instances('i-1', 'i-2', 'i-3')));
    const terminate = call('ec2', 'TerminateInstances', '11:00', answered(instances('i-2')));
    const [first] = leftRunning([eventOf(run, 'f', 0)], TO);
    assert.deepEqual(left(run, terminate), ['instance i-3', 'instance i-1']);
    const { userIdentity_userName, eventTime, awsRegion } = first!.created;
    assert.deepEqual([userIdentity_userName, eventTime, awsRegion], ['ana', '2024-05-01T10:00:00Z', 'eu-west-1']);
  });

  it('leaves out what failed, creations and deletions', () => {
    const failed = { errorCode: 'Client.InstanceLimitExceeded' };
    assert.deepEqual(left(call('ec2', 'RunInstances', '10:00', { ...asked(instances('i-1')), ...failed })), []);
    const denied = { errorCode: 'AccessDenied' };
    assert.deepEqual(
      left(
        call('s3', 'CreateBucket', '10:00', asked({ bucketName: 'lab' })),
        call('s3', 'DeleteBucket', '11:00', { ...asked({ bucketName: 'lab' }), ...denied }),
      ),
      ['bucket lab'],
    );
  });

  it('minds deletions after the end of the period, and no creations', () => {
    const create = call('s3', 'CreateBucket', '10:00', asked({ bucketName: 'lab' }));
    assert.deepEqual(
      left(create, call('s3', 'DeleteBucket', '2024-06-01T10:00:00Z', asked({ bucketName: 'lab' }))),
      [],
    );
    assert.deepEqual(left(call('s3', 'CreateBucket', TO, asked({ bucketName: 'lab' }))), []);
  });

  it('goes by the last of several lives', () => {
    const life = (begin: string, end: string) => [
      call('s3', 'CreateBucket', begin, asked({ bucketName: 'lab' })),
      call('s3', 'DeleteBucket', end, asked({ bucketName: 'lab' })),
    ];
    const again = call('s3', 'CreateBucket', NOON, asked({ bucketName: 'lab' }));
    assert.deepEqual(left(again, ...life('09:00', '09:30'), ...life('10:00', '10:00')), ['bucket lab']);
    assert.deepEqual(left(...life('09:00', '09:30'), ...life('10:00', '10:00')), []);
  });

  it('keeps namesakes of other accounts and regions apart', () => {
    const create = (more: JsonObject) =>
      call('dynamodb', 'CreateTable', '10:00', { ...asked({ tableName: 't' }), ...more });
    const elsewhere = { awsRegion: 'us-east-1' };
    const other = { recipientAccountId: '444455556666' };
    const deletion = call('dynamodb', 'DeleteTable', '11:00', { ...asked({ tableName: 't' }), ...elsewhere });
    assert.equal(left(create({}), create(elsewhere), create(other), deletion).length, 2);
  });

  it('lists by kind, the newest first, whatever the order of the events', () => {
    const bucket = (name: string, time: string) => call('s3', 'CreateBucket', time, asked({ bucketName: name }));
    const run = call('ec2', 'RunInstances', '08:00', answered(instances('i-1')));
    assert.deepEqual(left(bucket('b', '11:00'), bucket('c', '10:00'), run, bucket('a', '12:00')), [
      'instance i-1',
      'bucket a',
      'bucket b',
      'bucket c',
    ]);
  });
});

describeRealLogs('leftRunning over real logs', (folder) => {
  it('finds the instances that were run and not terminated, as counted from the records', () => {
    const records = rawRecords(folder);
    const idsOf = (name: string) =>
      records
        .filter(({ eventName, errorCode }) => eventName === name && errorCode === undefined)
        .flatMap(({ responseElements }) => {
          const set = (responseElements as { instancesSet?: { items?: { instanceId?: string }[] } } | null)
            ?.instancesSet;
          return (set?.items ?? []).flatMap(({ instanceId }) => instanceId ?? []);
        });
    const gone = new Set(idsOf('TerminateInstances'));
    const expected = [...new Set(idsOf('RunInstances'))].filter((id) => !gone.has(id)).sort();
    const found = leftRunning(
      records.map((record, at) => eventOf(record, 'f', at)),
      '2100-01-01T00:00:00Z',
    );
    assert.ok(expected.length > 0);
    assert.deepEqual(found.flatMap(({ kind, name }) => (kind === 'instance' ? name : [])).sort(), expected);
  });
});
