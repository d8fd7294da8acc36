import type { EventFilter } from '../../../backend/core/filter.ts';
import { apiOf } from './askTracker.ts';
import { requestsOf, type Usage } from './capacity.ts';
import { openLocalAws, type OpenLocalAws } from './localAws.ts';
import { CORPORA } from './logFiles.ts';
import { usageOf } from './measure.ts';
import { lastHours } from './questions.ts';

const ALONE = CORPORA['10,000 in 14 days'];

/** As many more of the same kind, none of whom uses the service. */
const OTHERS = [101, 102, 103, 104].map((seed) => ({ ...ALONE, seed }));

const WEEK = lastHours(7 * 24);

interface ServiceCost {
  activeUsers: number;
  page: Usage;
  chart: Usage;
}

export interface Bystanders {
  service: string;
  alone: ServiceCost;
  crowd: ServiceCost;
}

/** What a question about a service costs, without and with many users who never used it. */
export async function compareBystanders(): Promise<Bystanders> {
  const aws = await openLocalAws();
  try {
    await aws.service.fill({ table: 'alone', sample: ALONE });
    const service = await middleService(aws);
    for (const sample of [ALONE, ...OTHERS]) {
      await aws.service.fill({ table: 'crowd', sample, withoutService: sample === ALONE ? undefined : service });
    }
    return { service, alone: await costOf(aws, 'alone', service), crowd: await costOf(aws, 'crowd', service) };
  } finally {
    await aws.close();
  }
}

export function printBystanders({ service, alone, crowd }: Bystanders): void {
  const change = (name: 'page' | 'chart') => `${text(alone[name])}; with the others ${text(crowd[name])}`;
  console.log(
    `questions about ${service} among ${alone.activeUsers} active users, and among ${crowd.activeUsers} of whom no other used it:`,
  );
  console.log(`  page of 100, 7 days: ${change('page')}`);
  console.log(`  chart by day, 7 days: ${change('chart')}`);
}

/** Neither everybody uses it nor almost nobody. */
async function middleService(aws: OpenLocalAws): Promise<string> {
  const services = await apiOf({ aws, table: 'alone' }).activity({ ...WEEK, groupBy: ['service'] });
  services.sort((a, b) => a.count - b.count);
  return String(services[services.length >> 1]?.['service']);
}

async function costOf(aws: OpenLocalAws, table: string, service: string): Promise<ServiceCost> {
  const api = apiOf({ aws, table });
  const filter: EventFilter = { service: { in: [service] } };
  // Sums that are made at the first time are no part of what it costs from then on.
  const { length: activeUsers } = await api.activity({ ...WEEK, groupBy: ['user'] });
  return {
    activeUsers,
    page: await usageOf(aws.service, () => api.scan({ ...WEEK, filter, limit: 100 })),
    chart: await usageOf(aws.service, () => api.activity({ ...WEEK, filter, groupBy: ['day'] })),
  };
}

function text(usage: Usage): string {
  return `${requestsOf(usage)} requests and ${usage.readUnits} read units`;
}
