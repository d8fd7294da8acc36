import type { IncomingHttpHeaders } from 'node:http';

/** A call that a Lambda function made, in IAM's terms. */
export interface Call {
  /** The function's name. */
  function: string;
  /** For example `dynamodb`. */
  service: string;
  /** For example `dynamodb:PutItem`. */
  action: string;
  /** For example `table/events` or `bucket/key`: the end of the resource's ARN. Empty where none is known. */
  resource: string;
}

interface Request {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Who calls what on what, as the request itself has it. (The access key of a function is its name, see lambdas.py.) */
export function callOf(request: Request): Call {
  const [, name = '', service = ''] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const { action, resource } = service === 's3' ? s3Operation(request) : operation(request);
  return { function: name, service, action: `${service}:${action}`, resource };
}

function operation({ headers, body }: Request): { action: string; resource: string } {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return { action: new URLSearchParams(body).get('Action') ?? '', resource: '' };
  const { TableName } = JSON.parse(body) as { TableName?: string };
  return { action: target.split('.').at(-1)!, resource: TableName === undefined ? '' : `table/${TableName}` };
}

/** S3's requests do not name their action. These are those that a tracker has a use for. */
function s3Operation({ method, path }: Request): { action: string; resource: string } {
  const { pathname, searchParams } = new URL(path, 'http://s3');
  const resource = decodeURIComponent(pathname.slice(1));
  const isObject = /^[^/]+\/./.test(resource);
  // The SDK names the operation besides.
  const query = [...searchParams.keys()].filter((name) => name !== 'x-id' && name !== 'versionId');
  if (isObject && query.length === 0 && (method === 'GET' || method === 'HEAD'))
    return { action: 'GetObject', resource };
  if (!isObject && method === 'GET' && query.includes('list-type')) return { action: 'ListBucket', resource };
  return { action: `${method} ${query.join(' ')}`, resource };
}
