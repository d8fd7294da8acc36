import * as vscode from 'vscode';
import { UserError } from '../backend/core/userError.ts';
import { withoutLinks } from './format.ts';

/** Shows how far it is: in words and, where that is known, as the part that is done, from 0 to 1. */
export type Tell = (message: string, done?: number) => void;

/**
 * The one place where it is decided how an error shows, and where VS Code's cancellation becomes an AbortSignal:
 * below, everything takes signals only.
 */
export interface Commands {
  /** Registers a command by its full id. What it throws is reported. */
  register(id: string, run: (...args: never[]) => unknown): void;
  /** Runs with the progress bar of a view. */
  inView<T>(view: string, run: () => Promise<T>): Promise<T>;
  /** Runs with a notification that says what is going on and lets the user cancel. */
  withProgress<T>(title: string, run: (signal: AbortSignal, tell: Tell) => Promise<T>): Promise<T>;
  /** A UserError is shown as it is, another error as one short sentence; the log has all of it. Cancellations are silent. */
  report: (error: unknown) => void;
  /** Logs without showing. */
  log: (error: unknown) => void;
}

export function createCommands(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Commands {
  const report = (error: unknown): void => {
    if (isCancellation(error)) return;
    if (error instanceof UserError) {
      log.warn(error.message, ...(error.cause === undefined ? [] : [error.cause]));
      void vscode.window.showErrorMessage(withoutLinks(error.message));
      return;
    }
    log.error(error instanceof Error ? error : String(error));
    void offerLog(log);
  };

  return {
    report,
    log: (error) => log.error(error instanceof Error ? error : String(error)),
    register(id, run) {
      const handler = async (...args: never[]) => {
        try {
          await run(...args);
        } catch (error) {
          report(error);
        }
      };
      context.subscriptions.push(vscode.commands.registerCommand(id, handler));
    },
    inView: async (viewId, run) => vscode.window.withProgress({ location: { viewId } }, run),
    async withProgress(title, run) {
      const location = vscode.ProgressLocation.Notification;
      return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
        let shown = 0;
        return run(signalOf(token), (message, done) => {
          const percent = done === undefined ? shown : Math.max(shown, 100 * done);
          progress.report({ message, ...(done !== undefined && { increment: percent - shown }) });
          shown = percent;
        });
      });
    },
  };
}

export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Whether an error only says that the user has cancelled. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}

async function offerLog(log: vscode.LogOutputChannel): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const message = vscode.l10n.t('Something went wrong inside CloudTrail Tracker. The log has the details.');
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
}
