import * as vscode from 'vscode';
import type { EventFilter } from '../../backend/core/filter.ts';
import { isObject } from '../../backend/core/json.ts';
import { pageHtml } from './html.ts';
import type { ActivityPanel, PanelDeps } from './panelDeps.ts';
import { kindsLabel } from '../tree/nodeText.ts';
import { createPanelHost, type OpenPanel } from './panelHost.ts';
import { readView } from './panelRequests.ts';
import { createPanelServer } from './panelServer.ts';
import { subjectOf } from './panelTitle.ts';
import type { Page, PanelPush, PanelView } from './protocol.ts';

const VIEW_TYPE = 'cloudtrailTracker.activity';

const FIRST_VIEW: PanelView = { page: 'overview', filter: {}, groupBy: ['user'] };

/**
 * The activity panel: one webview, reused, brought back by VS Code after a reload. A hidden panel has no webview;
 * it is built anew when shown, from the view kept here and from what the webview stored of itself.
 */
export function registerActivityPanel(context: vscode.ExtensionContext, deps: PanelDeps): ActivityPanel {
  const media = vscode.Uri.joinPath(context.extensionUri, 'dist', 'media');
  let current: { panel: vscode.WebviewPanel; open: OpenPanel; changed(): void } | undefined;

  function attach(panel: vscode.WebviewPanel, view: PanelView): void {
    const entitle = () => {
      const names = deps.accountNames();
      const subject = subjectOf(open.view.filter, deps.source()?.name, {
        kind: (kind) => kindsLabel(kind, vscode.l10n),
        account: (account) => names.get(account) ?? account,
      });
      panel.title = subject === undefined ? vscode.l10n.t('Activity') : vscode.l10n.t('Activity: {0}', subject);
    };
    const open: OpenPanel = {
      view,
      onView: entitle,
      locale: vscode.env.language,
      strings: stringsOf(vscode.l10n.bundle),
      copy: async (text) => vscode.env.clipboard.writeText(text),
    };
    const server = createPanelServer({
      service: createPanelHost(deps, open),
      post: (answer) => void panel.webview.postMessage(answer),
      internalError: vscode.l10n.t('Something went wrong inside CloudTrail Tracker. Its log has the details.'),
      logError: (error) => deps.logError(error),
    });
    const changed = () => {
      entitle();
      void panel.webview.postMessage({ push: 'changed' } satisfies PanelPush);
    };

    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => server.receive(message)),
      deps.onDidChange(changed),
    ];
    panel.onDidDispose(() => {
      server.dispose();
      for (const subscription of subscriptions) subscription.dispose();
      if (current?.panel === panel) current = undefined;
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', 'activity-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', 'activity-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
    panel.webview.html = pageHtml({
      title: vscode.l10n.t('Activity'),
      locale: vscode.env.language,
      cspSource: panel.webview.cspSource,
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.css')).toString(),
    });
    current = { panel, open, changed };
    entitle();
  }

  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel(panel, state: unknown) {
        attach(panel, storedView(state));
        return Promise.resolve();
      },
    }),
  );

  function open(filter?: EventFilter, page?: Page): void {
    const before = current?.open.view ?? FIRST_VIEW;
    const view = { ...before, filter: filter ?? before.filter, page: page ?? before.page };
    if (!current) {
      attach(vscode.window.createWebviewPanel(VIEW_TYPE, vscode.l10n.t('Activity'), vscode.ViewColumn.Active), view);
      return;
    }
    if (filter ?? page) {
      current.open.view = view;
      current.changed();
    }
    current.panel.reveal();
  }

  return {
    open,
    async rebuild(change, action) {
      const filter = current && (await change(current.open.view.filter));
      const done = action();
      if (current && filter) {
        const { panel, open } = current;
        const column = { viewColumn: panel.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: !panel.active };
        panel.dispose();
        attach(vscode.window.createWebviewPanel(VIEW_TYPE, vscode.l10n.t('Activity'), column), {
          ...open.view,
          filter,
          // A student's name is no pseudonym, and the other way round.
          progress: open.view.progress?.group === undefined ? undefined : { group: open.view.progress.group },
        });
      }
      await done;
    },
    edit: (change) => open(change((current?.open.view ?? FIRST_VIEW).filter)),
    filter: () => (current?.open.view ?? FIRST_VIEW).filter,
  };
}

/** The view in what the webview stored of itself before a reload: the first one where it stored nothing usable. */
function storedView(state: unknown): PanelView {
  if (!isObject(state)) return FIRST_VIEW;
  try {
    return readView(state.view);
  } catch {
    // Stored by another version of the panel, or tampered with: begin anew.
    return FIRST_VIEW;
  }
}

function stringsOf(bundle: typeof vscode.l10n.bundle): Record<string, string> {
  const strings: Record<string, string> = {};
  for (const [key, value] of Object.entries(bundle ?? {})) if (typeof value === 'string') strings[key] = value;
  return strings;
}
