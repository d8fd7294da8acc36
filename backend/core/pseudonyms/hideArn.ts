/** What stands for the parts of an ARN. */
export interface ArnParts {
  mentions: (text: string) => boolean;
  user: (name: string) => string;
  role: (name: string) => string;
  session: (name: string) => string;
  /** Of anything else. */
  name: (name: string) => string;
}

const ARN = /^(arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9-]*:(\d{12}|aws)?:)(.+)$/s;

/** What AWS writes before a name. Services that write no type (S3, SNS, SQS …) begin with what somebody has named. */
const TYPES: ReadonlySet<string> = new Set(
  (
    'alarm application assumed-role autoScalingGroup bucket certificate changeSet cluster config-rule container-instance dashboard ' +
    'db deliverystream distribution document domain environment event-bus event-source-mapping federated-user file-system function ' +
    'group hostedzone identity-provider image instance instance-profile internet-gateway key key-pair launch-template layer listener ' +
    'loadbalancer log-group maintenancewindow mfa natgateway network-acl network-interface oidc-provider og parameter pg policy ' +
    'project repository role route-table rule saml-provider scalingPolicy secret security-group server-certificate service ' +
    'service-role sms-mfa snapshot stack stateMachine stream subgrp subnet table targetgroup task task-definition trail user ' +
    'userpool volume vpc vpc-endpoint webacl'
  ).split(' '),
);

/** An ARN of which only the names are hidden: partition, service, region, account and type stay. */
export function hideArn(arn: string, parts: ArnParts): string {
  const [, head = '', service = '', account, resource = ''] = ARN.exec(arn) ?? [];
  if (head === '') return parts.name(arn);
  // Policies and the like that AWS gives to all.
  if (account === 'aws' && !parts.mentions(resource)) return arn;
  if (service === 'iam' && resource === 'root') return arn;
  const [, type = '', separator = '', rest = ''] = /^([^/:]+)([/:])(.+)$/s.exec(resource) ?? [];
  if (service === 's3' && separator === '/') return `${head}${parts.name(type)}/${parts.name(rest)}`;
  return TYPES.has(type) ? head + type + separator + hideName(service, type, rest, parts) : head + parts.name(resource);
}

function hideName(service: string, type: string, rest: string, parts: ArnParts): string {
  const slash = rest.lastIndexOf('/');
  const [path, name] = [rest.slice(0, Math.max(0, slash)), rest.slice(slash + 1)];
  switch (`${service} ${type}`) {
    case 'sts assumed-role':
      return slash < 0 ? parts.role(rest) : `${parts.role(path)}/${parts.session(name)}`;
    case 'sts federated-user':
      return parts.user(rest);
    case 'iam user':
      // A path often is a department or a course.
      return slash < 0 ? parts.user(rest) : `${parts.name(path)}/${parts.user(name)}`;
    case 'iam role':
      return slash < 0 ? parts.role(rest) : `${parts.role(path)}/${parts.role(name)}`;
    default:
      return parts.name(rest);
  }
}
