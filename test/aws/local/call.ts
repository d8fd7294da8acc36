import type { IncomingHttpHeaders } from 'node:http';
import { isObject, objectAt, stringAt, type Json, type JsonObject } from '../../../backend/core/json.ts';

/** A call of AWS, in IAM's terms. */
export interface Call {
  /** Who calls: the access key. That of a Lambda function is the function's name, see lambdas.py. */
  function: string;
  /** For example `dynamodb`. */
  service: string;
  region: string;
  /** For example `dynamodb:PutItem`. */
  action: string;
  /** For example `table/events` or `bucket/key`: the end of the resource's ARN. Empty where none is known. */
  resource: string;
  /** The partition keys that it names, of a call of DynamoDB. */
  leadingKeys?: string[];
}

interface Request {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Operation = Pick<Call, 'action' | 'resource' | 'leadingKeys'>;

/** Who calls what on what, as the request itself has it. */
export function callOf(request: Request): Call {
  const [, name = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const { action, ...on } = operationOf(service, request);
  // The one service of ours that signs by another name than IAM's.
  return { function: name, service, region, action: `${service === 'tagging' ? 'tag' : service}:${action}`, ...on };
}

function operationOf(service: string, request: Request): Operation {
  if (service === 's3') return s3Operation(request);
  if (service === 'execute-api') return apiOperation(request);
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? jsonOperation(target, request.body) : queryOperation(request.body);
}

function jsonOperation(target: string, body: string): Operation {
  const content = JSON.parse(body || '{}') as Json;
  if (!isObject(content)) throw new Error(`The body of ${target} is no object.`);
  const [TableName, QueueUrl, Name] = ['TableName', 'QueueUrl', 'Name'].map((name) => stringAt(content, name));
  // SQS has no permission of its own for several messages at once.
  const action = target
    .split('.')
    .at(-1)!
    .replace(/^(\w*Message\w*)Batch$/, '$1');
  if (TableName !== undefined) return { action, resource: `table/${TableName}`, leadingKeys: leadingKeysOf(content) };
  if (QueueUrl !== undefined) return { action, resource: QueueUrl.split('/').at(-1)! };
  if (target.includes('CloudTrail') && Name !== undefined) return { action, resource: `trail/${endOf(Name)}` };
  return { action, resource: '' };
}

/** Of the requests on one item or one partition, in which it is `pk` or `:pk`. */
function leadingKeysOf(content: JsonObject): string[] {
  const places = [objectAt(content, 'Key'), objectAt(content, 'Item')].map((place) => objectAt(place, 'pk'));
  const all = [...places, objectAt(objectAt(content, 'ExpressionAttributeValues'), ':pk')];
  return all.flatMap((value) => stringAt(value, 'S') ?? []);
}

/** CloudFormation, STS, IAM: a form. A stack is called by its name or by its ARN. */
function queryOperation(body: string): Operation {
  const form = new URLSearchParams(body);
  const stack = form.get('StackName');
  const resource = stack === null ? '' : stack.startsWith('arn:') ? stack.split(':')[5]! : `stack/${stack}/`;
  return { action: form.get('Action') ?? '', resource };
}

function apiOperation({ method, path }: Request): Operation {
  const [, id = '', stage = '', route = ''] =
    /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/[^?]*)?/.exec(path) ?? [];
  return { action: 'Invoke', resource: `${id}/${stage}/${method}${route}` };
}

/** The name of an ARN, or the name itself. */
function endOf(name: string): string {
  return name.split('/').at(-1)!;
}

/** IAM's names of what is asked of a bucket by a word in the query, for GET and PUT; DELETE is a kind of PUT. */
const BUCKET_SETTINGS: Record<string, [get: string, put: string]> = {
  acl: ['GetBucketAcl', 'PutBucketAcl'],
  encryption: ['GetEncryptionConfiguration', 'PutEncryptionConfiguration'],
  lifecycle: ['GetLifecycleConfiguration', 'PutLifecycleConfiguration'],
  location: ['GetBucketLocation', ''],
  notification: ['GetBucketNotification', 'PutBucketNotification'],
  ownershipControls: ['GetBucketOwnershipControls', 'PutBucketOwnershipControls'],
  policy: ['GetBucketPolicy', 'PutBucketPolicy'],
  publicAccessBlock: ['GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'],
  tagging: ['GetBucketTagging', 'PutBucketTagging'],
  versioning: ['GetBucketVersioning', 'PutBucketVersioning'],
  versions: ['ListBucketVersions', ''],
  'list-type': ['ListBucket', ''],
};

/** S3's requests do not name their action. These are those that a tracker and the extension have a use for. */
function s3Operation({ method, path }: Request): Operation {
  const { pathname, searchParams } = new URL(path, 'http://s3');
  const resource = decodeURIComponent(pathname.slice(1)).replace(/^([^/]+)\/$/, '$1');
  const isObject = /^[^/]+\/./.test(resource);
  // The SDK names the operation besides.
  const query = [...searchParams.keys()].filter((name) => name !== 'x-id' && name !== 'versionId');
  // What is deleted several at once are objects, which stand in the body.
  if (!isObject && method === 'POST' && query.includes('delete'))
    return { action: 'DeleteObject', resource: `${resource}/` };
  const action = isObject ? objectAction(method, query) : bucketAction(method, query, resource);
  return { action: action ?? `${method} ${query.join(' ')}`, resource };
}

function objectAction(method: string, query: readonly string[]): string | undefined {
  if (query.length > 0) return undefined;
  const actions: Record<string, string> = {
    GET: 'GetObject',
    HEAD: 'GetObject',
    PUT: 'PutObject',
    DELETE: 'DeleteObject',
  };
  return actions[method];
}

function bucketAction(method: string, query: readonly string[], bucket: string): string | undefined {
  if (bucket === '') return 'ListAllMyBuckets';
  const setting = query.map((word) => BUCKET_SETTINGS[word]).find((names) => names !== undefined);
  if (setting) return method === 'GET' ? setting[0] : setting[1];
  if (query.length > 0) return undefined;
  return { HEAD: 'ListBucket', GET: 'ListBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method];
}
