import type * as vscode from 'vscode';
import { ContextKey } from '../contextKey.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import type { Format } from '../format.ts';
import { viewName } from '../viewName.ts';
import type { Session } from '../session.ts';
import type { ViewState } from '../viewState.ts';

/** Views that show a progress bar while files are read. */
const WITH_PROGRESS = ['cloudtrailTracker.users', 'cloudtrailTracker.sources'];

/**
 * Keeps the views in step with the session: what they are about in their titles, what is to be known about it above their
 * rows, and which welcome content fits while they are empty.
 */
export function followSession(deps: FeatureDeps, views: vscode.TreeView<unknown>[], refresh: () => void): void {
  const { context, session, format, commands } = deps;
  const state = new ContextKey<ViewState>('cloudtrailTracker.viewState');
  const indexState = new ContextKey<'idle' | 'indexing' | 'stopped'>('cloudtrailTracker.indexState');
  let indexingEnds: (() => void) | undefined;

  const showProgress = () => {
    const indexing = session.open?.indexing !== undefined;
    if (indexing && !indexingEnds) {
      const ended = new Promise<void>((resolve) => (indexingEnds = resolve));
      for (const view of WITH_PROGRESS) void commands.inView(view, () => ended);
    } else if (!indexing && indexingEnds) {
      indexingEnds();
      indexingEnds = undefined;
    }
  };
  const update = () => {
    const { open } = session;
    state.set(session.state);
    indexState.set(open?.stopped ? 'stopped' : open?.indexing ? 'indexing' : 'idle');
    for (const view of views) {
      view.description = viewName(session, format());
      view.message = messageOf(session, format());
    }
    showProgress();
  };
  update();
  context.subscriptions.push(
    { dispose: () => indexingEnds?.() },
    session.onDidChange((change) => {
      update();
      if (change === 'view') refresh();
    }),
  );
}

/** A message takes the place of welcome content, so there is none while a view is empty. */
function messageOf({ state, open, overview }: Session, { l10n, number, files }: Format): string | undefined {
  if (state !== 'ready' || !open) return undefined;
  if (!open.indexing)
    return open.source.kind === 'tracker' && overview && overview.status.dropped > 0
      ? l10n.t('This tracker does not store everything: reads that succeeded are left out.')
      : undefined;
  const { filesDone, filesFound } = open.indexing;
  return l10n.t('Still indexing: {0} of {1}.', number(filesDone), files(filesFound));
}
