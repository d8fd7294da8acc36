import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import { activityFromEvents } from '../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import type { EventFilter } from '../../../backend/core/filter.ts';
import { rankingOf } from '../../../backend/core/ranking.ts';
import type { PanelHost } from '../../../extension/panel/protocol.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { askChart } from '../../../media/panel/chart.ts';
import { FIRST_CHART_VIEW, STACKS, type Stack } from '../../../media/panel/chartView.ts';
import { HostError } from '../../../media/panel/rpc.ts';
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
    // Two of the most active users have the same name.
    userIdentity_userName: index % 3 ? 'namesake' : `user${index % 13}`,
    kind: 'iamUser',
    home: index % 3 ? String(index % 3) : '1',
    outcome: failed ? 'denied' : 'ok',
    ...(failed && { errorCode: index % 2 ? 'AccessDenied' : 'Throttling' }),
    readOnly: false,
    awsRegion: 'eu-west-1',
    account: '1',
  } as TrackerEvent;
});

function host(refusesUsers: boolean) {
  const asked: string[] = [];
  const activity: PanelHost['activity'] = ({ filter, groupBy, period = PERIOD }): Promise<ActivityRow[]> => {
    asked.push(groupBy.join());
    const isWhole = groupBy.join() === 'hour,user' && filter.user === undefined;
    if (refusesUsers && isWhole) return Promise.reject(new HostError('The answer is larger than the 6 MB …'));
    const within = { from: Date.parse(period.from), to: Date.parse(period.to) };
    return activityFromEvents(EVENTS, { period: within, filter, groupBy, tz: 'UTC' });
  };
  const ranking: PanelHost['ranking'] = async ({ filter, groupBy, limit, period }) => {
    const rows = await activity({ filter, groupBy, period });
    return rankingOf(rows, groupBy, limit);
  };
  return { panel: { activity, ranking } as PanelHost, asked };
}

async function overview(filter: EventFilter, together: boolean, stack: Stack, refusesUsers = false) {
  const { panel, asked } = host(refusesUsers);
  const question = { filter, period: PERIOD, timeZone: 'UTC', tiles: ['Create'], colourPeriod: PERIOD };
  const asking = createAsking(panel, PERIOD, together ? { time: bucketsOf(PERIOD, 'UTC').field, stack } : undefined);
  const [{ timeline, series, slots }, cards] = await Promise.all([
    askChart(question, asking, { ...FIRST_CHART_VIEW, stack }),
    askCards(question, asking),
  ]);
  return { shown: { timeline, series, slots, cards }, calls: asked.length };
}

describe('the overview of a tracker', () => {
  const filters: EventFilter[] = [
    {},
    { service: { in: ['s3', 'iam'] } },
    { eventName: { prefix: 'Create' } },
    { errorCode: { in: ['AccessDenied'] }, user: { not: ['user3'] } },
    { user: { in: ['user1', 'user2', 'namesake'] }, home: { in: ['1'] } },
    { eventName: { not: ['CreateUser'] }, service: { not: ['ec2'] }, outcome: { in: ['denied'] } },
  ];
  for (const stack of STACKS) {
    for (const filter of filters) {
      it(`is the same from fewer calls, stacked by ${stack}: ${JSON.stringify(filter)}`, async () => {
        const [one, other] = await Promise.all([overview(filter, false, stack), overview(filter, true, stack)]);
        assert.deepEqual(other.shown, one.shown);
        assert.ok(other.calls < one.calls, `${other.calls} calls, not fewer than ${one.calls}`);
        assert.ok(other.calls <= (await overview(filter, true, 'service')).calls, 'more calls than by service');
      });
    }
  }

  const calls: [Stack, number][] = [
    // With the tree's, which is the one about users, too.
    ['service', 3],
    ['outcome', 3],
    ['user', 2],
  ];
  for (const [stack, expected] of calls) {
    it(`takes ${expected} calls where nothing is filtered, stacked by ${stack}`, async () =>
      assert.equal((await overview({}, true, stack)).calls, expected));
  }

  it('tells users of the same name apart', async () => {
    const { series, slots } = (await overview({}, true, 'user')).shown;
    const namesakes = series.filter(({ row }) => row?.user === 'namesake');
    assert.deepEqual(namesakes.map(({ row }) => [row?.home, row?.namesakes]).sort(), [
      ['1', 1],
      ['2', 1],
    ]);
    assert.equal(new Set(slots.values()).size, slots.size);
  });

  it('asks one by one where all users with their times are more than can be sent', async () => {
    const [one, other] = await Promise.all([overview({}, false, 'user'), overview({}, true, 'user', true)]);
    assert.deepEqual(other.shown, one.shown);
  });
});
