import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { rankingOf } from '../../../backend/core/ranking.ts';
import type { PanelHost } from '../../../extension/panel/protocol.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { askChart } from '../../../media/panel/chart.ts';
import { askCards } from '../../../media/panel/overview.ts';
import { createAsking } from '../../../media/panel/rankings.ts';

const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };
const SERVICES = ['s3', 'ec2', 'iam', 'sns', 'sqs', 'kms', 'ecs'];

/** Events that differ in all that is counted, in no pattern of one period. */
const EVENTS = Array.from({ length: 2000 }, (_, index): TrackerEvent => {
  const failed = index % 11 === 0;
  return {
    id: String(index),
    eventTime: new Date(Date.parse(PERIOD.from) + index * 301_000).toISOString().replace('.000', ''),
    eventSource: `${SERVICES[(index * index) % 7]}.amazonaws.com`,
    eventName: ['RunInstances', 'CreateBucket', 'DeleteBucket', 'CreateUser'][((index * 3) % 4) ^ (index % 3)],
    userIdentity_userName: `user${index % 13}`,
    kind: 'iamUser',
    home: '1',
    outcome: failed ? 'denied' : 'ok',
    ...(failed && { errorCode: index % 2 ? 'AccessDenied' : 'Throttling' }),
    readOnly: false,
    awsRegion: 'eu-west-1',
    account: '1',
  } as TrackerEvent;
});

function host() {
  const asked: string[] = [];
  const activity: PanelHost['activity'] = ({ filter, groupBy, period = PERIOD }): Promise<ActivityRow[]> => {
    asked.push(groupBy.join());
    const within = { from: Date.parse(period.from), to: Date.parse(period.to) };
    return activityFromEvents(EVENTS, { period: within, filter, groupBy, tz: 'UTC' });
  };
  const ranking: PanelHost['ranking'] = async ({ filter, groupBy, limit, period }) => {
    const rows = await activity({ filter, groupBy, period });
    return rankingOf(rows, groupBy, limit);
  };
  return { panel: { activity, ranking } as PanelHost, asked };
}

async function overview(filter: EventFilter, together: boolean) {
  const { panel, asked } = host();
  const question = { filter, period: PERIOD, timeZone: 'UTC', tiles: ['Create'], colourPeriod: PERIOD };
  const asking = createAsking(panel, PERIOD, together ? bucketsOf(PERIOD, 'UTC').field : undefined);
  const [{ timeline, series, slots }, cards] = await Promise.all([
    askChart(panel, question, asking),
    askCards(panel, question, asking),
  ]);
  return { shown: { timeline, series, slots, cards }, calls: asked.length };
}

describe('the overview of a tracker', () => {
  const filters: EventFilter[] = [
    {},
    { service: { in: ['s3', 'iam'] } },
    { eventName: { prefix: 'Create' } },
    { errorCode: { in: ['AccessDenied'] }, user: { not: ['user3'] } },
    { eventName: { not: ['CreateUser'] }, service: { not: ['ec2'] }, outcome: { in: ['denied'] } },
  ];
  for (const filter of filters) {
    it(`is the same from fewer calls: ${JSON.stringify(filter)}`, async () => {
      const [one, other] = await Promise.all([overview(filter, false), overview(filter, true)]);
      assert.deepEqual(other.shown, one.shown);
      assert.ok(other.calls < one.calls, `${other.calls} calls, not fewer than ${one.calls}`);
    });
  }

  it('takes four calls where nothing is filtered', async () => assert.equal((await overview({}, true)).calls, 4));
});
