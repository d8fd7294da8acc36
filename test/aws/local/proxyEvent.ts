import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

interface ProxyRequest {
  apiId: string;
  stage: string;
  /** The template that the path matches. */
  resource: string;
  httpMethod: string;
  /** Without the stage, as it was sent. */
  path: string;
  pathParameters: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Of the IAM user who has signed it. */
  userArn: string | null;
}

/** The event that a function with a Lambda proxy integration gets ("Input format of a Lambda function for proxy integration"). */
export function proxyEvent(request: ProxyRequest): object {
  const { apiId, stage, resource, httpMethod, path, pathParameters, query, headers, body, userArn } = request;
  return {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
    // Decoded, unlike the path and its parameters. Where a parameter is repeated, the last value stands here.
    queryStringParameters: orNull(Object.fromEntries(query)),
    multiValueQueryStringParameters: orNull(Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]))),
    pathParameters: orNull(pathParameters),
    stageVariables: null,
    requestContext: {
      apiId,
      stage,
      httpMethod,
      resourcePath: resource,
      path: `/${stage}${path}`,
      requestId: randomUUID(),
      identity: { sourceIp: '127.0.0.1', userArn },
    },
    body: body.length > 0 ? body.toString() : null,
    isBase64Encoded: false,
  }; // prettier-ignore
}

/** API Gateway sends null for what is empty. */
function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length > 0 ? values : null;
}
