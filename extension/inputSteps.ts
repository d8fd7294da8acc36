import * as vscode from 'vscode';

export interface InputStep {
  title: string;
  prompt: string;
  value: string;
  /** What is wrong with a text, given the answers of the steps before; undefined where it is right. */
  problem(text: string, answers: readonly string[]): string | undefined;
}

/** Asks one text after the other, with step numbers and a way back. Undefined when the user gives up. */
export async function askInSteps(steps: readonly InputStep[]): Promise<string[] | undefined> {
  const answers: string[] = [];
  while (answers.length < steps.length) {
    const step = steps[answers.length];
    if (!step) break;
    const answer = await ask(step, answers, steps.length);
    if (answer === undefined) return undefined;
    if (answer === 'back') answers.pop();
    else answers.push(answer.text);
  }
  return answers;
}

async function ask(
  step: InputStep,
  answers: readonly string[],
  total: number,
): Promise<'back' | { text: string } | undefined> {
  const box = vscode.window.createInputBox();
  box.title = step.title;
  box.prompt = step.prompt;
  box.value = step.value;
  box.step = answers.length + 1;
  box.totalSteps = total;
  box.ignoreFocusOut = true;
  box.buttons = answers.length > 0 ? [vscode.QuickInputButtons.Back] : [];
  const validate = () => (box.validationMessage = step.problem(box.value, answers));
  try {
    return await new Promise((resolve) => {
      box.onDidChangeValue(validate);
      box.onDidTriggerButton(() => resolve('back'));
      box.onDidAccept(() => {
        if (validate() === undefined) resolve({ text: box.value });
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}
