import * as vscode from 'vscode';
import { apiEndpoint } from '../../backend/aws/apiEndpoint.ts';
import { readConnectionLink } from '../../backend/aws/connectionLink.ts';
import { cachedApi } from '../../backend/client/cachedApi.ts';
import { createRestClient, type RestClientOptions } from '../../backend/client/createRestClient.ts';
import { ownApi } from '../../backend/client/ownApi.ts';
import { createSpendingMeter } from '../../backend/client/spending.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import type { FileProblem, IndexProgress } from '../../backend/local/localService.ts';
import type { TrackerRemote } from '../sources/remote.ts';
import type { MeteredSource, SourceCallbacks } from '../sources/openSource.ts';
import { profileCredentials } from './profileAws.ts';

/** Milliseconds for which an answer stands: what is looked at twice in a row is asked for once. */
const KEEP = 30_000;
/** API Gateway and the functions of a small account bear this many at once from each who asks. */
const AT_ONCE = 6;

/**
 * The API of a deployed tracker, with the credentials of a profile as they are at the moment of each request. Throws a UserError
 * for an address that no tracker can have: settings can be edited.
 */
export function trackerApi(
  { url, profile, ownView }: TrackerRemote,
  onUnits?: RestClientOptions['onUnits'],
): TrackerApi {
  const tracker = readConnectionLink(url);
  const credentials = profileCredentials(profile);
  const endpoint = apiEndpoint(tracker.url, process.env);
  const api = createRestClient({ url: endpoint, region: tracker.region, credentials, onUnits });
  return ownView === undefined ? api : ownApi(api, { user: ownView, now: Date.now });
}

/** A deployed tracker as a source. Nothing is asked before a view asks. */
export function openTrackerSource(remote: TrackerRemote, callbacks: SourceCallbacks): MeteredSource {
  const meter = createSpendingMeter();
  const api = cachedApi(
    trackerApi(remote, (units) => meter.came(units)),
    { keep: KEEP, atOnce: AT_ONCE, now: Date.now, onKept: () => meter.kept() },
  );
  let last: string | undefined;

  /** There is nothing to index here: this only looks whether the tracker has stored more. */
  async function index(_request: object, signal?: AbortSignal): Promise<IndexProgress> {
    const before = last;
    if (before !== undefined) api.clear();
    const status = await api.status({}, signal);
    last = JSON.stringify(status);
    if (before !== undefined && before !== last) callbacks.onChanged();
    const files = status.files + status.skipped + status.rejected;
    return { state: 'idle', filesDone: files, filesFound: files, events: status.events };
  }

  async function problems(_request: object, signal?: AbortSignal): Promise<FileProblem[]> {
    const { unsettled } = await api.status({}, signal);
    return unsettled.map((name) => ({
      name,
      state: 'rejected',
      reason: vscode.l10n.t('is begun and not settled: it waits to be tried again, or has failed'),
      broken: 0,
    }));
  }

  return {
    measure: (spending, ask) => meter.measure(spending, ask),
    service: { ...api, index, problems, indexSize: () => Promise.resolve(0) },
    close: () => Promise.resolve(),
  };
}
