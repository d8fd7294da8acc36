import * as vscode from 'vscode';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { withoutIcons, withoutLinks, type Format } from '../format.ts';
import type { ActivityPanel } from '../panel/panelDeps.ts';
import { periodDates } from '../period/periodLabel.ts';
import { pickOne } from '../pickOne.ts';
import type { ScopeId } from '../scope/scope.ts';
import { changeItem } from './changeItem.ts';
import { openFiltered } from './openFiltered.ts';
import { countEvents, readEvents } from './readEvents.ts';
import { resourceAt } from './resourceAt.ts';
import { resourceNames } from './resourceNames.ts';
import { MOST_READ } from './query.ts';

/** As many events as anybody looks through in a list; the panel has all. */
const MOST_EVENTS = 100;
const LONGEST = 2_048;

/** Asks who changed a resource, at any time: the one under the cursor, or the one that is typed. */
export async function whoChangedThis(deps: FeatureDeps, panel: ActivityPanel): Promise<void> {
  if (!deps.session.source) throw new UserError(vscode.l10n.t('No source is open. Open a folder of log files first.'));
  const resource = await vscode.window.showInputBox({
    title: vscode.l10n.t('Who Changed This?'),
    prompt: vscode.l10n.t('Id, name or ARN of a resource: changes to it are looked for in all that the source covers'),
    placeHolder: 'i-0123456789abcdef0',
    value: resourceInEditor(),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Type an id, a name or an ARN.') : undefined),
  });
  if (resource !== undefined) await search(deps, panel, resource.trim(), 'changes');
}

/** Looks for what happened to a resource, and lets the user choose among it. */
async function search(deps: FeatureDeps, panel: ActivityPanel, resource: string, scope: ScopeId): Promise<void> {
  const { session, commands, format } = deps;
  const reads = scope === 'everything';
  const counted: EventFilter = reads ? {} : { readOnly: { in: ['false'] } };
  const resources = { in: resourceNames(resource) };
  // What the source covers is known once it has answered.
  if (!session.overview) await session.refresh();
  const period = session.allTime;

  const events = await commands.withProgress(
    vscode.l10n.t('Looking for changes of {0}', withoutLinks(resource)),
    async (signal) => {
      const agreed =
        !session.isRemote || (await agreeToRead(await countEvents(session, counted, period, signal), deps));
      return agreed ? readEvents(session, { ...counted, resources }, period, { most: MOST_EVENTS, signal }) : undefined;
    },
  );
  if (!events) return;

  // Says what was searched, so that nobody takes a gap in the logs for an answer.
  const searched = [session.source?.name ?? '', periodDates(period, format())] as const;
  const nothing = {
    label: `$(info) ${reads ? vscode.l10n.t('No event names it') : vscode.l10n.t('No change was found')}`,
    detail: withoutIcons(
      reads
        ? vscode.l10n.t('Searched: all events of {0}, {1}', ...searched)
        : vscode.l10n.t('Searched: all changes in {0}, {1}', ...searched),
    ),
  };
  const withReads = { label: `$(eye) ${vscode.l10n.t('Also Search Reads')}` };
  const items: (vscode.QuickPickItem & { event?: TrackerEvent })[] = [
    ...(events.length > 0 ? events.map((event) => changeItem(event, format())) : [nothing]),
    ...(reads ? [] : [withReads]),
  ];
  const picked = await pickOne(items, undefined, {
    title: vscode.l10n.t('Who Changed {0}?', resource),
    placeholder: placeholderOf(events.length, format()),
  });
  if (picked === withReads) return search(deps, panel, resource, 'everything');
  if (!picked?.event) return;
  // The panel shows the period of the views, which may be another one; from there a click leads back to it.
  const time = Date.parse(picked.event.eventTime);
  if (time < session.period.from || time >= session.period.to) await session.narrowPeriod(period);
  await openFiltered(session, panel, { filter: { resources }, scope });
}

function placeholderOf(count: number, { l10n, events }: Format): string {
  if (count === 0) return '';
  return count < MOST_EVENTS
    ? l10n.t('{0}, the newest first. Choose one to see all in the activity panel.', events(count))
    : l10n.t('The newest {0}. Choose one to see all in the activity panel.', events(count));
}

/** No counter knows resources: of a tracker all events are read that may name one, which takes time and costs. */
async function agreeToRead(count: number, { format }: FeatureDeps): Promise<boolean> {
  if (count <= MOST_READ) return true;
  const read = vscode.l10n.t('Read Them');
  const question = vscode.l10n.t('The tracker has to read up to {0} for this.', format().events(count));
  const detail = vscode.l10n.t(
    'It begins with the newest, and ends as soon as {0} are found.',
    format().events(MOST_EVENTS),
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, read)) === read;
}

/** What is selected, if it is part of one line, else what stands at the cursor. */
function resourceInEditor(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return '';
  const { selection, document } = editor;
  if (!selection.isEmpty) return selection.isSingleLine ? document.getText(selection).trim().slice(0, LONGEST) : '';
  return resourceAt(document.lineAt(selection.active.line).text, selection.active.character) ?? '';
}
