import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApiCommand,
  NotFoundException,
  type Method,
  type Resource,
} from '@aws-sdk/client-api-gateway';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { IncomingMessage } from 'node:http';
import { checkSignature } from './checkSignature.ts';
import { listen, readAll } from './http.ts';
import type { IamUsers } from './iamUsers.ts';
import { matchRoute, type RouteMatch } from './matchRoute.ts';
import { ACCOUNT } from './names.ts';
import { proxyEvent } from './proxyEvent.ts';

export interface ApiGateway {
  url: string;
  /** Where the REST API with this id is served. */
  urlOf(apiId: string, stage: string): string;
  close(): Promise<void>;
}

interface ApiGatewayOptions {
  /** Where the control plane is, from which the APIs and functions are read. */
  endpoint: string;
  region: string;
  /** Of the control plane. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Who may sign requests. */
  users: IamUsers;
}

/** What a function answers to a proxy event. */
interface ProxyAnswer {
  statusCode?: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body?: string;
  isBase64Encoded?: boolean;
}

/** What is sent. */
interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** The data plane of API Gateway, which moto lacks: serves the deployed REST APIs that are made of proxy integrations. */
export async function openApiGateway(options: ApiGatewayOptions): Promise<ApiGateway> {
  const { region, users } = options;
  const controlPlane = new APIGatewayClient(options);
  const lambda = new LambdaClient(options);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method: httpMethod = 'GET', url: target = '/', headers } = request;
    const body = await readAll(request);
    const [pathname = '', query = ''] = target.split(/\?(.*)/s);
    const [isApi, apiId = '', stage = '', path = '/'] =
      /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/.exec(pathname) ?? [];
    if (isApi === undefined) return refusal(403, 'ForbiddenException', 'Forbidden');
    const route = await findRoute(apiId, httpMethod, path);
    if (!route) return refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const [, accessKeyId = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
    if (route.method.authorizationType === 'AWS_IAM') {
      const request = { method: httpMethod, target, headers, body };
      const refused = checkSignature(request, region, users.secrets, Date.now());
      if (refused) return refusal(403, refused.type, refused.message);
      const routeArn = `arn:aws:execute-api:${region}:${ACCOUNT}:${apiId}/${stage}/${httpMethod}${path}`;
      if (!(await users.mayInvoke(accessKeyId, routeArn))) {
        const message = `User: ${users.arnOf(accessKeyId)} is not authorized to perform: execute-api:Invoke on resource: ${routeArn}`;
        return refusal(403, 'AccessDeniedException', message);
      }
    }
    const event = proxyEvent({
      apiId,
      stage,
      resource: route.template,
      httpMethod,
      path,
      pathParameters: route.parameters,
      query: new URLSearchParams(query),
      headers,
      body,
      userArn: users.arnOf(accessKeyId) ?? null,
    });
    const said = await invoke(route.method, event);
    if (typeof said?.statusCode !== 'number')
      return refusal(502, 'InternalServerErrorException', 'Internal server error');
    const isBinary = said.isBase64Encoded === true && (await takesBinary(apiId, headers.accept));
    return {
      status: said.statusCode,
      headers: { ...said.headers, ...said.multiValueHeaders },
      body: Buffer.from(said.body ?? '', isBinary ? 'base64' : 'utf8'),
    };
  }

  async function findRoute(apiId: string, httpMethod: string, path: string): Promise<RouteMatch<Method> | undefined> {
    const items = await resourcesOf(apiId);
    const routes = items.flatMap(({ path: template = '', resourceMethods: methods = {} }) => {
      const method = methods[httpMethod] ?? methods['ANY'];
      return method ? [{ template, method }] : [];
    });
    return matchRoute(routes, path);
  }

  async function resourcesOf(apiId: string): Promise<Resource[]> {
    try {
      const question = new GetResourcesCommand({ restApiId: apiId, embed: ['methods'], limit: 500 });
      return (await controlPlane.send(question)).items ?? [];
    } catch (error) {
      if (error instanceof NotFoundException) return [];
      throw error;
    }
  }

  /** What the method's function answers; nothing where it fails. */
  async function invoke(method: Method, event: object): Promise<ProxyAnswer | undefined> {
    const [, functionArn] = /functions\/(arn:[^/]+)\/invocations/.exec(method.methodIntegration?.uri ?? '') ?? [];
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
    );
    return FunctionError === undefined ? (JSON.parse(Payload!.transformToString()) as ProxyAnswer) : undefined;
  }

  /** An answer in base64 becomes bytes only where the API declares the type that is asked for as binary. */
  async function takesBinary(apiId: string, accept = '*/*'): Promise<boolean> {
    const { binaryMediaTypes = [] } = await controlPlane.send(new GetRestApiCommand({ restApiId: apiId }));
    const [wanted] = accept.split(/[,;]/);
    return binaryMediaTypes.some((type) => type === '*/*' || type === wanted);
  }

  const server = await listen((request, response) => {
    void answer(request)
      .catch((error: unknown) => {
        console.error(error);
        return refusal(500, 'InternalServerErrorException', 'Internal server error');
      })
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  return {
    url: server.url,
    urlOf: (apiId, stage) => `${server.url}/restapis/${apiId}/${stage}/_user_request_`,
    async close() {
      controlPlane.destroy();
      lambda.destroy();
      await server.close();
    },
  };
}

/** API Gateway's own answers. */
function refusal(status: number, type: string, message: string): Answer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ message }) };
}
