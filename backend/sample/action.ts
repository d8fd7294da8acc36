import type { Names } from './names.ts';

/** An API call that can be made, by whomever. */
export interface Action {
  /** The eventSource without `.amazonaws.com`. */
  service: string;
  name: string;
  readOnly: boolean;
  request?: (names: Names) => object;
  response?: (names: Names) => object;
  /** Types and ARNs, for the services that tell the resources. */
  resources?: (names: Names) => [type: string, arn: string][];
  /** AwsApiCall unless told. */
  eventType?: 'AwsServiceEvent' | 'AwsConsoleSignIn' | 'AwsConsoleAction';
  category?: 'Data';
  /** More fields of the record, such as additionalEventData or the errorMessage that stands without an errorCode. */
  extra?: (names: Names) => object;
  /** A call that the console makes by itself and that students may mostly not make. */
  restricted?: true;
}

type Rest = Omit<Action, 'service' | 'name' | 'readOnly'>;

export function write(service: string, name: string, rest: Rest = {}): Action {
  return { service, name, readOnly: false, ...rest };
}

export function read(service: string, name: string, rest: Rest = {}): Action {
  return { service, name, readOnly: true, ...rest };
}

/** A read that takes only this one request, the same from everybody. */
export function readWith(service: string, name: string, request: object): Action {
  return read(service, name, { request: () => request });
}
