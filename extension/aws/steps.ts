import * as vscode from 'vscode';

/** What a step of a dialog was left with: its answer, back to the step before, or undefined where the user gave up. */
export type StepResult<T> = { value: T } | 'back' | undefined;

export interface StepOptions {
  title: string;
  placeholder?: string;
  /** Shows the button that leads back. */
  back?: boolean;
  step?: number;
  totalSteps?: number;
}

/** A quick pick of one item. Items may still be on their way; where they fail, the error is thrown. */
export async function pickStep<T extends vscode.QuickPickItem>(
  options: StepOptions & { current?: (item: T) => boolean },
  items: readonly T[] | Promise<readonly T[]>,
): Promise<StepResult<T>> {
  const pick = begin(vscode.window.createQuickPick<T>(), options);
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const show = (list: readonly T[]) => {
    pick.items = list;
    const current = options.current && list.find(options.current);
    if (current) pick.activeItems = [current];
  };
  try {
    return await new Promise<StepResult<T>>((resolve, reject) => {
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidAccept(() => {
        // A row that is clicked is selected at once, and becomes the active one a moment later.
        const [value] = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
        if (value && value.kind !== vscode.QuickPickItemKind.Separator) resolve({ value });
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      if (!(items instanceof Promise)) return show(items);
      pick.busy = true;
      items.then((list) => show(list), reject).finally(() => (pick.busy = false));
    });
  } finally {
    pick.dispose();
  }
}

/** A quick pick of several items, of which some are picked to begin with. */
export async function pickManyStep<T extends vscode.QuickPickItem>(
  options: StepOptions,
  items: readonly T[],
): Promise<StepResult<readonly T[]>> {
  const pick = begin(vscode.window.createQuickPick<T>(), options);
  pick.placeholder = options.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = items;
  pick.selectedItems = items.filter(({ picked }) => picked);
  try {
    return await new Promise<StepResult<readonly T[]>>((resolve) => {
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidAccept(() => {
        if (pick.selectedItems.length > 0) resolve({ value: [...pick.selectedItems] });
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** An input box. `problem` says what is wrong with a text; undefined where it is right. */
export async function inputStep(
  options: StepOptions & { prompt: string; value?: string; problem: (text: string) => string | undefined },
): Promise<StepResult<string>> {
  const box = begin(vscode.window.createInputBox(), options);
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  const validate = () => (box.validationMessage = options.problem(box.value.trim()));
  try {
    return await new Promise<StepResult<string>>((resolve) => {
      box.onDidChangeValue(validate);
      box.onDidTriggerButton(() => resolve('back'));
      box.onDidAccept(() => {
        if (validate() === undefined) resolve({ value: box.value.trim() });
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/**
 * Runs steps one after the other, with the way back: each gets the answers so far, as a record that it adds its own to. A step
 * that has nothing to ask answers 'skip'. Undefined when the user gives up.
 */
export async function runSteps<A extends object>(
  steps: readonly ((answers: A, back: boolean) => Promise<'next' | 'skip' | 'back' | undefined>)[],
  answers: A,
): Promise<A | undefined> {
  const asked: number[] = [];
  for (let at = 0; at < steps.length;) {
    const result = await steps[at]!(answers, asked.length > 0);
    if (result === undefined) return undefined;
    if (result === 'back') {
      at = asked.pop() ?? 0;
      continue;
    }
    if (result === 'next') asked.push(at);
    at++;
  }
  return answers;
}

function begin<Q extends vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }>(
  input: Q,
  { title, back, step, totalSteps }: StepOptions,
): Q {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // People look their answers up in the browser.
  input.ignoreFocusOut = true;
  input.buttons = back ? [vscode.QuickInputButtons.Back] : [];
  return input;
}
