import { LOCAL_METHODS } from '../../backend/local/localSource.ts';
import type { MeteredSource } from '../sources/openSource.ts';
import type { AwsDeps, AwsFeatures } from './awsFeatures.ts';
import type * as entry from './entry.ts';

const BUNDLE = './aws.cjs';

/** Loads the AWS commands the first time that one of them is needed. */
export function awsLoader(deps: AwsDeps): () => Promise<AwsFeatures> {
  let loading: Promise<AwsFeatures> | undefined;
  return () => (loading ??= import(BUNDLE).then((bundle: typeof entry) => bundle.createAwsFeatures(deps)));
}

/** A source that is being opened: whoever asks it waits until it is. */
export function sourceToCome(coming: Promise<MeteredSource>): MeteredSource {
  coming.catch(() => undefined); // Whoever asks is told.
  const ask = (method: (typeof LOCAL_METHODS)[number]) => async (request: never, signal?: AbortSignal) =>
    (await coming).service[method](request, signal);
  return {
    service: Object.fromEntries(
      LOCAL_METHODS.map((method) => [method, ask(method)]),
    ) as unknown as MeteredSource['service'],
    measure: async (spending, ask) => {
      const { measure } = await coming;
      return measure ? measure(spending, ask) : ask();
    },
    close: async () => (await coming.catch(() => undefined))?.close(),
  };
}
