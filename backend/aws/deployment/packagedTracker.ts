import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/userError.ts';
import type { DeclaredParameter } from './stackParameters.ts';

/** What stands for the stage in the packaged template. */
export const STAGE_PLACEHOLDER = 'stage0placeholder0';

/** What Serverless packaged at build time (scripts/packageDeployment.ts), for one stage. */
export interface PackagedTracker {
  stage: string;
  /** The whole template, as JSON. */
  template: string;
  /** The template that a new stack begins with: nothing but the bucket for the code. */
  createTemplate: string;
  parameters: Record<string, DeclaredParameter>;
  /** The code of the functions: keys in the deployment bucket, and bytes. */
  code: { key: string; bytes: Buffer }[];
}

const CODE = ['ingest.zip', 'query.zip'];

/** What is wrong with the name of a stage; undefined where it is right. Names of functions have 64 characters at most. */
export function stageProblem(stage: string): string | undefined {
  return /^[A-Za-z0-9-]{1,30}$/.test(stage) ? undefined : 'not 1 to 30 letters, digits and hyphens';
}

/** Reads the package from a folder and fills the stage in. */
export async function readPackagedTracker(folder: string, stage: string): Promise<PackagedTracker> {
  const problem = stageProblem(stage);
  if (problem !== undefined) throw new UserError(`The name ${stage}: ${problem}.`);
  const filled = async (file: string) =>
    (await readFile(path.join(folder, file), 'utf8')).replaceAll(STAGE_PLACEHOLDER, stage);
  const [template, createTemplate] = await Promise.all([filled('template.json'), filled('create.json')]);
  const code = await Promise.all(
    CODE.map(async (name) => {
      const bytes = await readFile(path.join(folder, name));
      return { key: codeKey(stage, name, bytes), bytes };
    }),
  );
  const { Parameters } = JSON.parse(template) as { Parameters: Record<string, DeclaredParameter> };
  return { stage, template, createTemplate, parameters: Parameters, code };
}

/** Where the code of a function lies in the deployment bucket: by its content, so that the same code is the same key. */
export function codeKey(stage: string, name: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return `serverless/cloudtrail-tracker/${stage}/${hash}/${name}`;
}
