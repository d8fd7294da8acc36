import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../../scripts/runProgram.ts';
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

/** The handlers are stand-ins, and there are other files beside them that no zip may contain. */
async function packageService(parameters: string[]): Promise<PackagedService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-template-'));
  try {
    for (const file of ['serverless.yml', 'package.json'])
      cpSync(path.join(projectFolder, file), path.join(folder, file));
    symlinkSync(path.join(projectFolder, 'scripts'), path.join(folder, 'scripts'));
    mkdirSync(path.join(folder, 'dist/lambda'), { recursive: true });
    const built = ['extension.cjs', 'lambda/ingest.js', 'lambda/query.js', 'lambda/package.json'];
    for (const file of built) writeFileSync(path.join(folder, 'dist', file), '{}');
    await runServerless(folder, 'package', ...parameters.flatMap((parameter) => ['--param', parameter]));

    const output = (file: string) => readFileSync(path.join(folder, '.serverless', file));
    const json = (file: string) => JSON.parse(output(file).toString()) as unknown;
    const { service } = json('serverless-state.json') as {
      service: { provider: { stackParameters: { ParameterKey: string; ParameterValue: string }[] } };
    };
    const zips = new Map(['ingest', 'query'].map((name) => [name, zipEntries(output(`${name}.zip`))]));
    return {
      template: json('cloudformation-template-update-stack.json') as Template,
      parameters: Object.fromEntries(
        service.provider.stackParameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
      ),
      files: (name) => zips.get(name) ?? [],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runServerless(folder: string, ...args: string[]): Promise<void> {
  const program = path.join(projectFolder, 'node_modules/serverless/bin/serverless.js');
  const env = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else resolve();
    });
  });
}
