import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeKey, STAGE_PLACEHOLDER } from '../backend/aws/deployment/packagedTracker.ts';
import { packageOffline } from './deployment/packageOffline.ts';
import { projectFolder } from './runProgram.ts';

const DEPLOYMENT = path.join(projectFolder, 'dist/deployment');

interface Template {
  Resources: Record<string, { Type: string; Properties: { Code?: { S3Key: string } } }>;
}

/**
 * Packages the built functions and their template as Serverless does, with a placeholder for the stage, so that the extension
 * can deploy them without Serverless. The same build gives the same bytes.
 * @param fill puts the handlers into the folder where they are packaged
 */
export async function packageDeployment(target = DEPLOYMENT, fill = copyHandlers): Promise<void> {
  const output = await packageOffline(['--stage', STAGE_PLACEHOLDER], fill);
  const json = (name: string): unknown => JSON.parse(output.get(name)!.toString());
  const template = json('cloudformation-template-update-stack.json') as Template;
  const code = setCodeKeys(template, output);

  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(path.join(target, name), content);
  write('create.json', JSON.stringify(json('cloudformation-template-create-stack.json')));
  write('template.json', nameDeployment(template));
  for (const [name, bytes] of code) write(name, bytes);
}

function copyHandlers(folder: string): void {
  cpSync(path.join(projectFolder, 'dist/lambda'), path.join(folder, 'dist/lambda'), { recursive: true });
}

/** Serverless' keys have the time in them; these have the content. Answers the zips. */
function setCodeKeys({ Resources }: Template, output: ReadonlyMap<string, Buffer>): [name: string, bytes: Buffer][] {
  return Object.values(Resources).flatMap(({ Properties: { Code } }): [string, Buffer][] => {
    if (!Code) return [];
    const name = path.posix.basename(Code.S3Key);
    const bytes = output.get(name)!;
    Code.S3Key = codeKey(STAGE_PLACEHOLDER, name, bytes);
    return [[name, bytes]];
  });
}

/**
 * A deployment of API Gateway is a snapshot of the API's methods: only a new one, under another name, puts changed methods into
 * effect. Serverless takes the time as its name, this takes a hash of the API, so that nothing is deployed where nothing has changed.
 */
function nameDeployment(template: Template): string {
  const api = Object.entries(template.Resources).filter(([, { Type }]) => Type.startsWith('AWS::ApiGateway::'));
  const [deployment = ''] = api.find(([, { Type }]) => Type === 'AWS::ApiGateway::Deployment') ?? [];
  const content = JSON.stringify(api.filter(([name]) => name !== deployment));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return JSON.stringify(template).replaceAll(deployment, `ApiGatewayDeployment${hash}`);
}

if (import.meta.main) await packageDeployment();
