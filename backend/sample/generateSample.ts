import { classVisits } from './classroom.ts';
import { Delivery } from './delivery.ts';
import { organizationVisits } from './organization.ts';
import { Random } from './random.ts';
import type { SampleFile } from './sampleFile.ts';
import { sampleSettings, type SampleOptions } from './sampleOptions.ts';
import { callsOf, shareOut, within } from './visit.ts';

/**
 * Realistic log files in CloudTrail's own layout, oldest first, made as they are asked for. The same options give the
 * same files, whenever and wherever; there is no clock and no other source of chance in here.
 */
export function* generateSample(options: SampleOptions): Generator<SampleFile> {
  const settings = sampleSettings(options);
  const all = settings.organization ? organizationVisits(settings) : classVisits(settings);
  const visits = within(settings.start, settings.horizon, all);
  shareOut(visits, settings.events);

  const delivery = new Delivery(settings);
  const random = new Random(`${settings.seed}/calls`);
  for (const visit of visits) {
    yield* delivery.filesUntil(visit.start);
    for (const call of callsOf(visit, random)) delivery.add(call);
  }
  yield* delivery.rest();
}
