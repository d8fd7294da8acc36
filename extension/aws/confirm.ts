import * as vscode from 'vscode';
import { describeIdentity, type AwsChoice } from './pickAws.ts';

export interface Confirmation {
  /** A question. */
  question: string;
  /** What will be done, and what it costs, a line each. */
  lines: readonly string[];
  /** The button: a verb. */
  verb: string;
}

/** Asks before something is created or changed in AWS. It says in which account that happens, and as whom. */
export async function confirm(choice: AwsChoice, { question, lines, verb }: Confirmation): Promise<boolean> {
  const detail = [describeIdentity(choice), '', ...lines].join('\n');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, verb)) === verb;
}
