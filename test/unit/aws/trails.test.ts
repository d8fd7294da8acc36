import assert from 'node:assert/strict';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Aws } from '../../../backend/aws/openAws.ts';
import { findTrails } from '../../../backend/aws/trails.ts';
import { awsError, fakeClient, refused, type FakeAnswers, type FakeCall } from '../../fixtures/fakeClient.ts';

const arnOf = (region: string, name: string) => `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`;
const described = (region: string, name: string, more = {}) => ({
  Name: name,
  TrailARN: arnOf(region, name),
  HomeRegion: region,
  S3BucketName: `${name}-bucket`,
  ...more,
});

/** An account whose trails are told region by region. */
function account(regions: Record<string, FakeAnswers>) {
  const calls: (FakeCall & { region: string })[] = [];
  const open = (region: string): Pick<Aws, 'cloudTrail' | 'region' | 'in'> => {
    const answers = Object.entries(regions[region] ?? {}).map(([command, answer]) => {
      const noted = (input: unknown) => {
        calls.push({ command, input, region });
        return answer(input);
      };
      return [command, noted];
    });
    return {
      cloudTrail: fakeClient(CloudTrailClient, Object.fromEntries(answers) as FakeAnswers),
      region,
      in: (other) => open(other) as Aws,
    };
  };
  return { aws: open('eu-west-1'), calls };
}

const quiet: FakeAnswers = {
  GetTrailStatus: () => ({ IsLogging: true }),
  GetEventSelectors: () => ({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
};

describe('findTrails', () => {
  it('tells what a trail records, and asks its home region', async () => {
    const trail = described('us-east-1', 'all', {
      S3KeyPrefix: 'logs',
      KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1',
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
    });
    const { aws, calls } = account({
      'eu-west-1': { DescribeTrails: () => ({ trailList: [trail] }), ListTrails: () => ({ Trails: [trail] }) },
      'us-east-1': {
        GetTrailStatus: () => ({
          IsLogging: false,
          LatestDeliveryTime: new Date('2026-01-02T03:04:05.600Z'),
          LatestDeliveryError: 'AccessDenied',
        }),
        GetEventSelectors: () => ({ EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }),
      },
    });
    assert.deepEqual(await findTrails(aws), {
      trails: [
        {
          name: 'all',
          arn: arnOf('us-east-1', 'all'),
          account: '111122223333',
          homeRegion: 'us-east-1',
          bucket: 'all-bucket',
          prefix: 'logs',
          kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/1',
          isMultiRegion: true,
          isOrganization: true,
          recording: { management: 'write', data: [], excluded: [] },
          isLogging: false,
          lastDelivery: '2026-01-02T03:04:05Z',
          deliveryError: 'AccessDenied',
        },
      ],
      unread: [],
    });
    const asked = calls.filter(({ command }) => command.startsWith('Get'));
    assert.deepEqual(new Set(asked.map(({ region }) => region)), new Set(['us-east-1']));
  });

  it('finds a trail of one other region only', async () => {
    const here = described('eu-west-1', 'here');
    const there = described('ap-south-1', 'there');
    const { aws } = account({
      'eu-west-1': {
        ...quiet,
        DescribeTrails: () => ({ trailList: [here] }),
        ListTrails: () => ({ Trails: [here, there] }),
      },
      'ap-south-1': { ...quiet, DescribeTrails: () => ({ trailList: [there] }) },
    });
    const { trails } = await findTrails(aws);
    assert.deepEqual(
      trails.map(({ name, homeRegion }) => [name, homeRegion]),
      [
        ['here', 'eu-west-1'],
        ['there', 'ap-south-1'],
      ],
    );
  });

  it('says what it may not read, and goes on with the rest', async () => {
    const denied = refused(awsError('AccessDeniedException', 400));
    const { aws } = account({
      'eu-west-1': {
        DescribeTrails: () => ({ trailList: [described('eu-west-1', 'dark'), described('eu-west-1', 'dusk')] }),
        ListTrails: denied,
        GetTrailStatus: () => ({ IsLogging: true }),
        GetEventSelectors: denied,
      },
    });
    const { trails, unread } = await findTrails(aws);
    assert.deepEqual(
      trails.map(({ name, isLogging, recording }) => ({ name, isLogging, recording })),
      [
        { name: 'dark', isLogging: true, recording: undefined },
        { name: 'dusk', isLogging: true, recording: undefined },
      ],
    );
    assert.deepEqual(
      unread.map((sentence) => /cloudtrail:\w+/.exec(sentence)?.[0]),
      ['cloudtrail:ListTrails', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetEventSelectors'],
    );
  });

  it('throws where the trails themselves may not be read', async () => {
    const { aws } = account({ 'eu-west-1': { DescribeTrails: refused(awsError('AccessDeniedException', 400)) } });
    await assert.rejects(findTrails(aws), { name: 'UserError', status: 403, message: /cloudtrail:DescribeTrails/ });
  });
});
