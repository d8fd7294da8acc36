import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageOffline } from '../../../scripts/deployment/packageOffline.ts';
import type { Template } from './resolveTemplate.ts';
import { zipEntries } from './zipEntries.ts';

export interface PackagedService {
  template: Template;
  /** The values that the template's parameters would get in a deployment. */
  parameters: Record<string, string>;
  /** The names of the files in the zip of a function. */
  files(functionName: string): string[];
}

let packaged: Promise<PackagedService> | undefined;

/** What Serverless makes of serverless.yml, once for all tests: as in a build, without credentials and without a network. */
export function packagedService(): Promise<PackagedService> {
  return (packaged ??= packageService(['bucket=class-trail-logs', 'retention=365', 'kmsKey=']));
}

async function packageService(parameters: string[]): Promise<PackagedService> {
  const flags = parameters.flatMap((parameter) => ['--param', parameter]);
  const output = await packageOffline(flags, writeStandIns);
  const json = (file: string) => JSON.parse(output.get(file)!.toString()) as unknown;
  const { service } = json('serverless-state.json') as {
    service: { provider: { stackParameters: { ParameterKey: string; ParameterValue: string }[] } };
  };
  return {
    template: json('cloudformation-template-update-stack.json') as Template,
    parameters: Object.fromEntries(
      service.provider.stackParameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
    ),
    files: (name) => zipEntries(output.get(`${name}.zip`)!),
  };
}

/** The handlers are stand-ins, and there are other files beside them that no zip may contain. */
export function writeStandIns(folder: string): void {
  mkdirSync(path.join(folder, 'dist/lambda'), { recursive: true });
  const built = ['extension.cjs', 'lambda/ingest.js', 'lambda/query.js', 'lambda/package.json'];
  for (const file of built) writeFileSync(path.join(folder, 'dist', file), '{}');
}
