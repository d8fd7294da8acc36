import * as vscode from 'vscode';
import { backfillCost } from '../../backend/aws/backfillCost.ts';
import { backfillFolder } from '../../backend/aws/backfillFolder.ts';
import { findLogPrefixes } from '../../backend/aws/bucketPrefixes.ts';
import { planUpload } from '../../backend/aws/planUpload.ts';
import { UserError } from '../../backend/core/userError.ts';
import { listLogFiles } from '../../backend/local/listLogFiles.ts';
import { withoutIcons } from '../format.ts';
import { WorkspaceSources } from '../sources/workspaceSources.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { backfillProgress, costLine, finish, journalOf, placesOf } from './backfillSteps.ts';
import { confirm } from './confirm.ts';
import { askDays, type Days } from './pickLogs.ts';
import { pickTracker, type TrackerChoice } from './pickTracker.ts';
import { requireTrust } from './requireTrust.ts';
import type { ShowText } from './showText.ts';
import { pickStep } from './steps.ts';

/** Backfill from Folder…: the log files of a folder of this computer, into a tracker. */
export function createBackfillFolder(deps: AwsDeps, showText: ShowText): (node?: unknown) => Promise<void> {
  const workspace = new WorkspaceSources(deps.context);

  return async (node) => {
    requireTrust();
    const title = vscode.l10n.t('Backfill from Folder');
    const choice = await pickTracker(deps, title, node);
    if (!choice) return;
    const { tracker, aws } = choice;
    const places = placesOf(choice);
    const uploadBucket = tracker.outputs.UploadBucket;
    if (!uploadBucket)
      throw new UserError(
        vscode.l10n.t(
          'The tracker {0} is too old to take files of a folder. Update it first ("Deploy or Update Tracker…").',
          tracker.stage,
        ),
      );
    const roots = await pickRoots(deps, title, workspace);
    const days = roots && (await pickDays(title));
    if (!days) return;
    const plan = await deps.commands.withProgress(vscode.l10n.t('Reading the folder'), async (signal) => {
      const { files } = await listLogFiles(roots, signal);
      return planUpload({ files, ...days, trails: await findTrails(choice, places.bucket, signal) });
    });
    if (plan.uploads.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no log files of those days in the folder.'));
      return;
    }
    const { files, bytes } = deps.format();
    const count = plan.uploads.length;
    const dollars = backfillCost({ files: count, bytes: plan.bytes, puts: count });
    const agreed = await confirm(choice, {
      question: vscode.l10n.t('Backfill the tracker {0} from the folder?', tracker.stage),
      lines: [
        ...roots,
        vscode.l10n.t('{0}, {1}', files(count), bytes(plan.bytes)),
        vscode.l10n.t(
          "They are uploaded to the tracker's own bucket {0}, which deletes them after 7 days. What the tracker knows already changes nothing.",
          uploadBucket,
        ),
        costLine(dollars),
      ],
      verb: vscode.l10n.t('Backfill'),
    });
    if (!agreed) return;
    const journal = journalOf(deps, tracker, `folder ${roots.join('\n')}`);
    await finish(deps, showText, {
      title: `${title}: ${tracker.stage}, ${roots.join(', ')}`,
      running: title,
      run: (signal, tell) =>
        backfillFolder(aws, { ...places, plan, uploadBucket, journal, signal, ...backfillProgress(deps, tell, count) }),
    });
  };
}

/** Where the trail keeps the log files of each account. Who may not list the trail's bucket need not know. */
async function findTrails(
  { aws }: TrackerChoice,
  bucket: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  try {
    const prefixes = await findLogPrefixes(aws, bucket, signal);
    return new Map(prefixes.map(({ account, trail }) => [account, trail]));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return new Map();
  }
}

/** Log folders of the workspace and the folder that is shown, or one that is chosen. Undefined when the user gives up. */
async function pickRoots(deps: AwsDeps, title: string, workspace: WorkspaceSources): Promise<string[] | undefined> {
  const current = deps.session.source;
  const shown = current?.kind === 'folder' || current?.kind === 'file' ? [current] : [];
  const found = [...shown, ...(await workspace.find()).filter(({ id }) => id !== current?.id)];
  const items = found.map(({ name, roots }) => ({
    label: `$(folder) ${withoutIcons(name)}`,
    description: withoutIcons(roots.join(', ')),
    roots,
  }));
  const other = { label: vscode.l10n.t('$(folder-opened) Choose a Folder…'), description: '', roots: undefined };
  const picked = await pickStep({ title, placeholder: vscode.l10n.t('The folder with the log files') }, [
    ...items,
    other,
  ]);
  if (typeof picked !== 'object') return undefined;
  if (picked.value.roots) return picked.value.roots;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    canSelectMany: true,
    title,
  });
  return chosen?.map(({ fsPath }) => fsPath);
}

async function pickDays(title: string): Promise<Partial<Days> | undefined> {
  const picked = await pickStep({ title, placeholder: vscode.l10n.t('The days on which the files were delivered') }, [
    { label: vscode.l10n.t('All Days'), all: true },
    { label: vscode.l10n.t('Choose Days…'), all: false },
  ]);
  if (typeof picked !== 'object') return undefined;
  if (picked.value.all) return {};
  return askDays(title, Date.now(), vscode.l10n.t('The last day, in UTC. Leave it empty for all days since.'));
}
