import { write } from './action.ts';
import type { Lab } from './labs.ts';
import type { Names } from './names.ts';

const functionArn = (names: Names) => names.arn('lambda', `function:${names.own('hello')}`);
const stackId = (names: Names) => names.arn('cloudformation', `stack/${names.own('stack')}/${names.hex('stack', 32)}`);
const topicArn = (names: Names) => names.arn('sns', names.own('notices'));
const queueUrl = (names: Names) => `https://sqs.${names.region}.amazonaws.com/${names.account}/${names.own('jobs')}`;

/** The labs on managed services. */
export const PLATFORM_LABS: Lab[] = [
  {
    id: 'lab06',
    title: 'Functions',
    pages: ['lambda', 'iam'],
    steps: [
      {
        id: 'create-function',
        action: write('lambda', 'CreateFunction20150331', {
          request: (names) => ({
            functionName: names.own('hello'),
            runtime: 'python3.13',
            role: names.globalArn('iam', 'role/lab-function-role'),
            handler: 'lambda_function.lambda_handler',
            code: {},
            memorySize: 128,
            timeout: 3,
            publish: false,
          }),
          response: (names) => ({
            functionName: names.own('hello'),
            functionArn: functionArn(names),
            runtime: 'python3.13',
            codeSize: 299,
            state: 'Pending',
          }),
        }),
      },
      {
        id: 'update-code',
        action: write('lambda', 'UpdateFunctionCode20150331v2', {
          request: (names) => ({ functionName: names.own('hello'), publish: false, dryRun: false }),
          response: (names) => ({ functionName: names.own('hello'), functionArn: functionArn(names), codeSize: 512 }),
        }),
      },
      {
        id: 'create-api',
        action: write('apigateway', 'CreateRestApi', {
          request: (names) => ({ createRestApiInput: { name: names.own('api') }, template: false }),
          response: (names) => ({ id: names.hex('api', 10), name: names.own('api') }),
        }),
      },
      {
        id: 'allow-api',
        action: write('lambda', 'AddPermission20150331v2', {
          request: (names) => ({
            functionName: names.own('hello'),
            statementId: 'api',
            action: 'lambda:InvokeFunction',
            principal: 'apigateway.amazonaws.com',
            sourceArn: names.arn('execute-api', `${names.hex('api', 10)}/*/GET/hello`),
          }),
        }),
      },
    ],
  },
  {
    id: 'lab10',
    title: 'Queues and topics',
    pages: ['sqs', 'sns'],
    steps: [
      {
        id: 'create-queue',
        action: write('sqs', 'CreateQueue', {
          request: (names) => ({ queueName: names.own('jobs'), attributes: { VisibilityTimeout: '30' } }),
          response: (names) => ({ queueUrl: queueUrl(names) }),
        }),
      },
      {
        id: 'create-topic',
        action: write('sns', 'CreateTopic', {
          request: (names) => ({ name: names.own('notices') }),
          response: (names) => ({ topicArn: topicArn(names) }),
        }),
      },
      {
        id: 'subscribe-queue',
        action: write('sns', 'Subscribe', {
          request: (names) => ({
            topicArn: topicArn(names),
            protocol: 'sqs',
            endpoint: names.arn('sqs', names.own('jobs')),
          }),
          response: (names) => ({ subscriptionArn: `${topicArn(names)}:${names.hex('subscription', 32)}` }),
        }),
      },
      {
        id: 'allow-topic',
        action: write('sqs', 'SetQueueAttributes', {
          request: (names) => ({
            queueUrl: queueUrl(names),
            attributes: {
              Policy: JSON.stringify({
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { Service: 'sns.amazonaws.com' },
                    Action: 'sqs:SendMessage',
                    Resource: names.arn('sqs', names.own('jobs')),
                  },
                ],
              }),
            },
          }),
        }),
      },
    ],
  },
  {
    id: 'lab11',
    title: 'Infrastructure from templates',
    pages: ['cloudformation', 'ec2'],
    steps: [
      {
        id: 'create-stack',
        action: write('cloudformation', 'CreateStack', {
          request: (names) => ({
            stackName: names.own('stack'),
            templateURL: 'https://labs-templates.s3.eu-west-1.amazonaws.com/web.yaml',
            parameters: [{ parameterKey: 'InstanceType' }],
            disableRollback: false,
          }),
          response: (names) => ({ stackId: stackId(names) }),
        }),
      },
      {
        id: 'create-change-set',
        action: write('cloudformation', 'CreateChangeSet', {
          request: (names) => ({
            stackName: names.own('stack'),
            changeSetName: 'bigger',
            parameters: [{ parameterKey: 'InstanceType' }],
          }),
          response: (names) => ({ stackId: stackId(names), id: names.arn('cloudformation', 'changeSet/bigger') }),
        }),
      },
      {
        id: 'execute-change-set',
        action: write('cloudformation', 'ExecuteChangeSet', {
          request: (names) => ({ stackName: names.own('stack'), changeSetName: 'bigger' }),
        }),
      },
      {
        id: 'delete-stack',
        action: write('cloudformation', 'DeleteStack', { request: (names) => ({ stackName: stackId(names) }) }),
      },
    ],
  },
  {
    id: 'lab12',
    title: 'Containers',
    pages: ['containers'],
    steps: [
      {
        id: 'create-repository',
        action: write('ecr', 'CreateRepository', {
          request: (names) => ({ repositoryName: names.own('web'), imageTagMutability: 'MUTABLE' }),
          resources: (names) => [['AWS::ECR::Repository', names.arn('ecr', `repository/${names.own('web')}`)]],
        }),
      },
      {
        id: 'create-cluster',
        action: write('ecs', 'CreateCluster', {
          request: (names) => ({ clusterName: names.own('cluster'), capacityProviders: ['FARGATE'] }),
          response: (names) => ({
            cluster: { clusterArn: names.arn('ecs', `cluster/${names.own('cluster')}`), status: 'ACTIVE' },
          }),
        }),
      },
      {
        id: 'register-task',
        action: write('ecs', 'RegisterTaskDefinition', {
          request: (names) => ({
            family: names.own('web'),
            networkMode: 'awsvpc',
            requiresCompatibilities: ['FARGATE'],
            cpu: '256',
            memory: '512',
            containerDefinitions: [
              { name: 'web', image: names.own('web'), environment: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
            ],
          }),
          response: (names) => ({
            taskDefinition: {
              taskDefinitionArn: names.arn('ecs', `task-definition/${names.own('web')}:1`),
              status: 'ACTIVE',
            },
          }),
        }),
      },
      {
        id: 'create-service',
        action: write('ecs', 'CreateService', {
          request: (names) => ({
            cluster: names.own('cluster'),
            serviceName: 'web',
            taskDefinition: `${names.own('web')}:1`,
            desiredCount: 1,
            launchType: 'FARGATE',
          }),
        }),
      },
      {
        id: 'delete-cluster',
        action: write('ecs', 'DeleteCluster', { request: (names) => ({ cluster: names.own('cluster') }) }),
      },
    ],
  },
];
