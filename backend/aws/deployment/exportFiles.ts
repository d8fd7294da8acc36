import { deployerPolicy, operatorPolicy, readerPolicy, removerPolicy } from '../policies/policies.ts';
import type { PolicyPlaces } from '../policies/policy.ts';
import { SERVICE, stackName } from '../stack.ts';
import { ownerStatements } from '../statements.ts';
import { exportPlan } from './exportPlan.ts';
import type { PackagedTracker } from './packagedTracker.ts';
import { checkComplete, stackParameters } from './stackParameters.ts';
import { partitionOf } from '../../client/partition.ts';

/** What somebody else is to deploy. */
export interface ExportRequest {
  packaged: PackagedTracker;
  account: string;
  region: string;
  /** Of the stack, by their short names; what is not given takes its default. */
  parameters: Readonly<Record<string, string>>;
}

export interface ExportedFile {
  /** Below the folder, with slashes. */
  path: string;
  content: string | Uint8Array;
}

/**
 * The files with which somebody deploys a tracker by hand: templates, code, policies, the commands. Nothing of them is secret. Throws
 * UserErrors for parameters that CloudFormation would refuse.
 */
export function exportFiles(request: ExportRequest): ExportedFile[] {
  const { packaged, account, region } = request;
  const parameters = stackParameters(
    packaged.parameters,
    Object.entries(request.parameters).map(([name, value]) => `${name}=${value}`),
  );
  checkComplete(packaged.parameters, parameters);
  const values = Object.fromEntries(
    parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  const places: PolicyPlaces = {
    partition: partitionOf(region),
    account,
    region,
    stage: packaged.stage,
    bucket: values['Bucket'] ?? '',
    kmsKey: values['KmsKey'] ?? '',
    permissionsBoundary: values['PermissionsBoundary'] ?? '',
  };
  const policies = { deployer: deployerPolicy, operator: operatorPolicy, reader: readerPolicy, remover: removerPolicy };
  return [
    { path: 'PLAN.md', content: exportPlan({ packaged, account, region, parameters: values }) },
    { path: 'create.json', content: packaged.createTemplate },
    { path: 'template.json', content: packaged.template },
    ...packaged.code.map(({ key, bytes }) => ({ path: key.slice(key.lastIndexOf('/') + 1), content: bytes })),
    ...Object.entries(policies).map(([name, policyOf]) => ({
      path: `policies/${name}.json`,
      content: `${JSON.stringify(policyOf(places), undefined, 2)}\n`,
    })),
    { path: 'policies/owner.md', content: forTheOwner(request, values) },
  ];
}

/** What only the owner of the trail's bucket may do. The queue gets its name when the tracker is deployed. */
function forTheOwner({ packaged, account, region }: ExportRequest, parameters: Record<string, string>): string {
  const outputs = { BucketName: parameters['Bucket'] ?? '', QueueArn: 'QUEUE-ARN' };
  const stack = { stackName: stackName(packaged.stage), stackId: '', status: '', stage: packaged.stage };
  const text = ownerStatements({ ...stack, account, region, parameters, outputs });
  return `${text}\nQUEUE-ARN is the output QueueArn of the stack ${SERVICE}-${packaged.stage}, once it is deployed.\n`;
}
