import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { exportFiles, type ExportedFile } from '../../backend/aws/deployment/exportFiles.ts';
import { readPackagedTracker } from '../../backend/aws/deployment/packagedTracker.ts';
import { stackName } from '../../backend/aws/stack.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { accountProblem, bucketProblem, stageProblem } from './deployment/checks.ts';
import { inputStep, runSteps } from './steps.ts';

interface Answers {
  stage?: string;
  bucket?: string;
  region?: string;
  account?: string;
  bucketOwner?: string;
  kmsKey?: string;
}

interface Question {
  name: keyof Answers;
  prompt: string;
  value: string;
  problem: (text: string) => string | undefined;
}

const title = () => vscode.l10n.t('Export Deployment Files');

/**
 * Export Deployment Files…: templates, code, policies and commands, for somebody else to deploy. Asks AWS nothing, so that it can be
 * used without any right.
 */
export function createExportDeployment(deps: AwsDeps): (node?: unknown) => Promise<void> {
  return async () => {
    const asked = questions();
    const answers = await runSteps<Answers>(
      asked.map((question, at) => (given: Answers, back: boolean) => ask(question, given, back, at + 1, asked.length)),
      {},
    );
    if (!answers) return;
    const { stage = '', account = '', region = '', bucket = '', bucketOwner = '', kmsKey = '' } = answers;
    const folder = await chooseFolder(stackName(stage));
    if (folder === undefined) return;
    const packaged = await readPackagedTracker(path.join(deps.context.extensionPath, 'dist', 'deployment'), stage);
    const parameters = { bucket, bucketOwner: bucketOwner === account ? '' : bucketOwner, kmsKey };
    await write(folder, exportFiles({ packaged, account, region, parameters }));
    const open = vscode.l10n.t('Open the Plan');
    const written = vscode.l10n.t('The deployment files are in {0}.', folder);
    if ((await vscode.window.showInformationMessage(written, open)) !== open) return;
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, 'PLAN.md')));
  };
}

function questions(): Question[] {
  const { l10n } = vscode;
  return [
    {
      name: 'stage',
      prompt: l10n.t('The name of the tracker: it tells trackers of one account and region apart'),
      value: 'dev',
      problem: (text) => stageProblem(l10n, text, []),
    },
    {
      name: 'bucket',
      prompt: l10n.t("The trail's bucket"),
      value: '',
      problem: (text) => bucketProblem(l10n, text),
    },
    {
      name: 'region',
      prompt: l10n.t('The region of the bucket: the tracker has to be there too'),
      value: process.env['AWS_REGION'] ?? '',
      problem: (text) => (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? undefined : l10n.t('A region, for example eu-west-1')),
    },
    {
      name: 'account',
      prompt: l10n.t('The account in which the tracker is to be deployed'),
      value: '',
      problem: (text) => accountProblem(l10n, text),
    },
    {
      name: 'bucketOwner',
      prompt: l10n.t('The account that owns the bucket, if it is another one'),
      value: '',
      problem: (text) => (text === '' ? undefined : accountProblem(l10n, text)),
    },
    {
      name: 'kmsKey',
      prompt: l10n.t('The ARN of the KMS key that the trail encrypts its log files with, if it does'),
      value: '',
      problem: (text) =>
        text === '' || /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/.test(text)
          ? undefined
          : l10n.t('The ARN of a key, not of an alias: arn:aws:kms:…:key/…'),
    },
  ];
}

async function ask(
  { name, prompt, value, problem }: Question,
  answers: Answers,
  back: boolean,
  step: number,
  totalSteps: number,
): Promise<'next' | 'back' | undefined> {
  const options = { title: title(), step, totalSteps, back, prompt, problem };
  const answer = await inputStep({ ...options, value: answers[name] ?? value });
  if (answer === undefined || answer === 'back') return answer;
  answers[name] = answer.value;
  return 'next';
}

/** A new folder in one that the user chooses; undefined when the user gives up. */
async function chooseFolder(name: string): Promise<string | undefined> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: title(),
      openLabel: vscode.l10n.t('Export Here'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return undefined;
  const folder = path.join(parent.fsPath, name);
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (present.length === 0) return folder;
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('Replace the deployment files in {0}?', folder);
  const detail = vscode.l10n.t('Other files there stay as they are.');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, replace);
  return answer === replace ? folder : undefined;
}

async function write(folder: string, files: readonly ExportedFile[]): Promise<void> {
  for (const { path: name, content } of files) {
    const file = path.join(folder, ...name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
