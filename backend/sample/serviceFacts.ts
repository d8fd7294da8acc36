/** How a service's records differ from the usual ones. */
interface ServiceFacts {
  eventVersion: string;
  apiVersion?: string;
  /** The errorCode of a denied call. */
  denied: string;
  /** The service prefix of its actions in policies, where it is not the eventSource's name. */
  prefix?: string;
  /** Without regions: its events are recorded in us-east-1. */
  global?: true;
}

const USUAL: ServiceFacts = { eventVersion: '1.11', denied: 'AccessDeniedException' };

const FACTS: Record<string, ServiceFacts> = {
  ec2: { eventVersion: '1.10', denied: 'Client.UnauthorizedOperation' },
  s3: { eventVersion: '1.11', denied: 'AccessDenied' },
  iam: { eventVersion: '1.11', denied: 'AccessDenied', global: true },
  sts: { eventVersion: '1.08', denied: 'AccessDenied' },
  signin: { eventVersion: '1.09', denied: 'AccessDenied', global: true },
  rds: { eventVersion: '1.09', denied: 'AccessDenied' },
  lambda: { eventVersion: '1.10', denied: 'AccessDeniedException', apiVersion: '2015-03-31' },
  dynamodb: { eventVersion: '1.10', denied: 'AccessDeniedException', apiVersion: '2012-08-10' },
  elasticloadbalancing: { eventVersion: '1.09', denied: 'AccessDenied', apiVersion: '2015-12-01' },
  autoscaling: { eventVersion: '1.08', denied: 'AccessDenied' },
  cloudformation: { eventVersion: '1.09', denied: 'AccessDenied' },
  monitoring: { eventVersion: '1.11', denied: 'AccessDenied', prefix: 'cloudwatch' },
  sns: { eventVersion: '1.08', denied: 'AuthorizationError' },
  sqs: { eventVersion: '1.09', denied: 'AccessDenied' },
  logs: { eventVersion: '1.09', denied: 'AccessDeniedException', apiVersion: '20140328' },
  kms: { eventVersion: '1.11', denied: 'AccessDenied' },
  ce: { ...USUAL, global: true },
  budgets: { ...USUAL, global: true },
  billingconsole: { ...USUAL, prefix: 'aws-portal', global: true },
  health: { ...USUAL, global: true },
  organizations: { ...USUAL, global: true },
};

export function serviceFacts(service: string): ServiceFacts {
  return FACTS[service] ?? USUAL;
}
