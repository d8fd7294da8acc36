import { write } from './action.ts';
import type { Lab } from './labs.ts';
import type { Names } from './names.ts';

const IMAGE = 'ami-0abcdef1234567890';

/** The request and response of RunInstances for the instance that a lab calls by this label. */
export function runInstances(label: string, instanceType: string) {
  return write('ec2', 'RunInstances', {
    request: (names) => ({
      instancesSet: { items: [{ imageId: IMAGE, minCount: 1, maxCount: 1, keyName: names.own('key') }] },
      groupSet: { items: [{ groupId: names.id('sg', 'web') }] },
      instanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      clientToken: names.hex(`run ${label}`, 32),
    }),
    response: (names) => ({
      requestId: names.hex(`requested ${label}`, 32),
      reservationId: names.id('r', label),
      ownerId: names.account,
      groupSet: {},
      instancesSet: {
        items: [
          {
            instanceId: names.id('i', label),
            imageId: IMAGE,
            instanceState: { code: 0, name: 'pending' },
            keyName: names.own('key'),
            instanceType,
            placement: { availabilityZone: `${names.region}a`, tenancy: 'default' },
            subnetId: names.id('subnet', 'lab'),
            vpcId: names.id('vpc', 'lab'),
            groupSet: { items: [{ groupId: names.id('sg', 'web'), groupName: names.own('web') }] },
          },
        ],
      },
    }),
  });
}

function changeState(name: string, label: string, from: string, to: string) {
  return write('ec2', name, {
    request: (names) => ({ instancesSet: { items: [{ instanceId: names.id('i', label) }] }, force: false }),
    response: (names) => ({
      instancesSet: {
        items: [{ instanceId: names.id('i', label), currentState: { name: to }, previousState: { name: from } }],
      },
    }),
  });
}

const accepted = () => ({ _return: true });
const balancer = (names: Names) =>
  names.arn('elasticloadbalancing', `loadbalancer/app/${names.own('lb')}/${names.hex('lb', 16)}`);
const targets = (names: Names) =>
  names.arn('elasticloadbalancing', `targetgroup/${names.own('tg')}/${names.hex('tg', 16)}`);

/** The labs on virtual machines and networks. */
export const COMPUTE_LABS: Lab[] = [
  {
    id: 'lab01',
    title: 'A first virtual machine',
    pages: ['ec2'],
    steps: [
      {
        id: 'create-key-pair',
        action: write('ec2', 'CreateKeyPair', {
          request: (names) => ({ keyName: names.own('key'), keyType: 'rsa', keyFormat: 'pem' }),
          response: (names) => ({
            keyName: names.own('key'),
            keyPairId: names.id('key', 'key'),
            keyMaterial: '<sensitiveDataRemoved>',
          }),
        }),
      },
      {
        id: 'create-security-group',
        action: write('ec2', 'CreateSecurityGroup', {
          request: (names) => ({
            groupName: names.own('web'),
            groupDescription: 'web server',
            vpcId: names.id('vpc', 'default'),
          }),
          response: (names) => ({ _return: true, groupId: names.id('sg', 'web') }),
        }),
      },
      {
        id: 'open-port',
        action: write('ec2', 'AuthorizeSecurityGroupIngress', {
          request: (names) => ({
            groupId: names.id('sg', 'web'),
            ipPermissions: {
              items: [{ ipProtocol: 'tcp', fromPort: 80, toPort: 80, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
            },
          }),
          response: accepted,
        }),
      },
      {
        id: 'run-instance',
        action: runInstances('first', 't3.micro'),
        told: { parameter: 'requestParameters_instanceType', value: 't3.micro' },
      },
      { id: 'stop-instance', action: changeState('StopInstances', 'first', 'running', 'stopping') },
      { id: 'terminate-instance', action: changeState('TerminateInstances', 'first', 'stopped', 'terminated') },
    ],
  },
  {
    id: 'lab04',
    title: 'A network of one’s own',
    pages: ['vpc', 'ec2'],
    steps: [
      {
        id: 'create-vpc',
        action: write('ec2', 'CreateVpc', {
          request: () => ({ cidrBlock: '10.20.0.0/16', instanceTenancy: 'default' }),
          response: (names) => ({
            vpc: { vpcId: names.id('vpc', 'lab'), state: 'pending', cidrBlock: '10.20.0.0/16' },
          }),
        }),
      },
      {
        id: 'create-subnet',
        action: write('ec2', 'CreateSubnet', {
          request: (names) => ({ vpcId: names.id('vpc', 'lab'), cidrBlock: '10.20.1.0/24' }),
          response: (names) => ({ subnet: { subnetId: names.id('subnet', 'lab'), vpcId: names.id('vpc', 'lab') } }),
        }),
      },
      {
        id: 'create-gateway',
        action: write('ec2', 'CreateInternetGateway', {
          request: () => ({}),
          response: (names) => ({ internetGateway: { internetGatewayId: names.id('igw', 'lab'), attachmentSet: {} } }),
        }),
      },
      {
        id: 'attach-gateway',
        action: write('ec2', 'AttachInternetGateway', {
          request: (names) => ({ internetGatewayId: names.id('igw', 'lab'), vpcId: names.id('vpc', 'lab') }),
          response: accepted,
        }),
      },
      {
        id: 'create-route',
        action: write('ec2', 'CreateRoute', {
          request: (names) => ({
            routeTableId: names.id('rtb', 'lab'),
            destinationCidrBlock: '0.0.0.0/0',
            gatewayId: names.id('igw', 'lab'),
          }),
          response: accepted,
        }),
      },
    ],
  },
  {
    id: 'lab08',
    title: 'A load balancer',
    pages: ['elb', 'ec2'],
    steps: [
      {
        id: 'run-instances',
        action: runInstances('balanced', 't3.small'),
        told: { parameter: 'requestParameters_instanceType', value: 't3.small' },
      },
      {
        id: 'create-target-group',
        action: write('elasticloadbalancing', 'CreateTargetGroup', {
          request: (names) => ({
            name: names.own('tg'),
            protocol: 'HTTP',
            port: 80,
            vpcId: names.id('vpc', 'lab'),
            healthCheckPath: '/',
          }),
          response: (names) => ({ targetGroups: [{ targetGroupArn: targets(names), protocol: 'HTTP', port: 80 }] }),
        }),
      },
      {
        id: 'register-targets',
        action: write('elasticloadbalancing', 'RegisterTargets', {
          request: (names) => ({ targetGroupArn: targets(names), targets: [{ id: names.id('i', 'balanced') }] }),
        }),
      },
      {
        id: 'create-load-balancer',
        action: write('elasticloadbalancing', 'CreateLoadBalancer', {
          request: (names) => ({
            name: names.own('lb'),
            type: 'application',
            scheme: 'internet-facing',
            subnets: [names.id('subnet', 'lab'), names.id('subnet', 'lab-b')],
            securityGroups: [names.id('sg', 'web')],
          }),
          response: (names) => ({
            loadBalancers: [
              {
                loadBalancerArn: balancer(names),
                loadBalancerName: names.own('lb'),
                state: { code: 'provisioning' },
                vpcId: names.id('vpc', 'lab'),
              },
            ],
          }),
        }),
      },
      {
        id: 'create-listener',
        action: write('elasticloadbalancing', 'CreateListener', {
          request: (names) => ({
            loadBalancerArn: balancer(names),
            protocol: 'HTTP',
            port: 80,
            defaultActions: [{ type: 'forward', targetGroupArn: targets(names) }],
          }),
        }),
      },
    ],
  },
  {
    id: 'lab09',
    title: 'Scaling by load',
    pages: ['autoscaling', 'cloudwatch', 'ec2'],
    steps: [
      {
        id: 'create-launch-template',
        action: write('ec2', 'CreateLaunchTemplate', {
          request: (names) => ({
            CreateLaunchTemplateRequest: {
              LaunchTemplateName: names.own('template'),
              LaunchTemplateData: { ImageId: IMAGE, InstanceType: 't3.micro', UserData: '<sensitiveDataRemoved>' },
            },
          }),
          response: (names) => ({
            CreateLaunchTemplateResponse: { launchTemplate: { launchTemplateId: names.id('lt', 'template') } },
          }),
        }),
      },
      {
        id: 'create-group',
        action: write('autoscaling', 'CreateAutoScalingGroup', {
          request: (names) => ({
            autoScalingGroupName: names.own('asg'),
            launchTemplate: { launchTemplateId: names.id('lt', 'template'), version: '$Default' },
            minSize: 1,
            maxSize: 3,
            vPCZoneIdentifier: names.id('subnet', 'lab'),
          }),
        }),
      },
      {
        id: 'create-policy',
        action: write('autoscaling', 'PutScalingPolicy', {
          request: (names) => ({
            autoScalingGroupName: names.own('asg'),
            policyName: 'scale-out',
            adjustmentType: 'ChangeInCapacity',
            scalingAdjustment: 1,
          }),
        }),
      },
      {
        id: 'create-alarm',
        action: write('monitoring', 'PutMetricAlarm', {
          request: (names) => ({
            alarmName: names.own('cpu-high'),
            namespace: 'AWS/EC2',
            metricName: 'CPUUtilization',
            statistic: 'Average',
            period: 60,
            evaluationPeriods: 2,
            threshold: 70,
            comparisonOperator: 'GreaterThanThreshold',
          }),
        }),
      },
      {
        id: 'delete-group',
        action: write('autoscaling', 'DeleteAutoScalingGroup', {
          request: (names) => ({ autoScalingGroupName: names.own('asg'), forceDelete: true }),
        }),
      },
    ],
  },
];
