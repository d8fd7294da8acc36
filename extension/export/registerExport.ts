import * as vscode from 'vscode';
import { eventPages } from '../../backend/core/eventPages.ts';
import { exportText, tableText, type ExportFormat } from '../../backend/core/export/exportText.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { countedPart, isCountedFilter, type EventFilter } from '../../backend/core/filter.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { PanelDeps } from '../panel/panelDeps.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { pickOne } from '../pickOne.ts';
import type { Question } from '../session.ts';
import type { LevelNode } from '../tree/activityNode.ts';
import { viewName } from '../viewName.ts';
import { createTargetPicker, writeTarget } from './exportTarget.ts';

/** Exports the events that pass a filter, in the period and the scope of all views. */
export type ExportEvents = (filter: EventFilter) => Promise<void>;

/** Writes a table into a CSV file. */
export type ExportTable = PanelDeps['exportTable'];

export interface Exports {
  exportEvents: ExportEvents;
  exportTable: ExportTable;
}

/** Registers Export Events…, and returns what it does, for those who have a filter of their own, and the export of a table. */
export function registerExport({ commands, session, format }: FeatureDeps): Exports {
  const pickTarget = createTargetPicker(session);

  const exportEvents: ExportEvents = async (filter) => {
    const { source } = session;
    const question = session.questionOf(filter);
    if (!source || !question)
      throw new UserError(vscode.l10n.t('No source is open. Open a folder of log files first.'));
    const { period, timeZone } = session;
    const about = viewName(session, format()) ?? '';
    const { most, exact } = await countOf(question, filter);
    if (most === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no events to export: {0}', about));
      return;
    }
    const events = format().events(most);
    const picked = await pickFormat(`${exact ? events : vscode.l10n.t('At most {0}', events)} · ${about}`);
    if (!picked) return;
    const title = vscode.l10n.t('Export Events');
    const target = await pickTarget({ title, source: source.name, filter, period, timeZone, format: picked });
    if (!target) return;
    const written = await commands.withProgress(vscode.l10n.t('Exporting events'), async (signal, tell) => {
      let done = 0;
      const pages = each(eventPages(question.api, question.request, signal), (page) => {
        done += page.length;
        const { number } = format();
        const text = exact ? vscode.l10n.t('{0} of {1}', number(done), number(most)) : format().events(done);
        tell(text, exact ? Math.min(1, done / most) : undefined);
      });
      await unlessClosed(question, writeTarget(target, exportText(picked, pages), signal));
      return done;
    });
    await offerToOpen(target, vscode.l10n.t('Exported {0} to {1}', format().events(written), target.fsPath));
  };

  const exportTable: ExportTable = async ({ name, period, lines }) => {
    const { timeZone } = session;
    const title = vscode.l10n.t('Export Progress');
    const target = await pickTarget({ title, source: name, filter: {}, period, timeZone, format: 'csv' });
    if (!target) return;
    await writeTarget(target, tableText(lines), new AbortController().signal);
    await offerToOpen(target, vscode.l10n.t('Exported progress to {0}', target.fsPath));
  };

  /** The source may be switched or indexed anew meanwhile: then what it cannot answer any more is no fault. */
  async function unlessClosed(question: Question, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (question.isOpen()) throw error;
      throw new UserError(vscode.l10n.t('The source was closed before all events were exported. No file was written.'));
    }
  }

  commands.register('cloudtrailTracker.exportEvents', (node?: LevelNode) => exportEvents(node?.filter ?? {}));
  return { exportEvents, exportTable };
}

async function offerToOpen(target: vscode.Uri, message: string): Promise<void> {
  const open = vscode.l10n.t('Open');
  if ((await vscode.window.showInformationMessage(message, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', target);
}

/**
 * How many events there are, from the counters. What the filter asks besides needs a look at each event: they are not read twice
 * for that, so the number is an upper bound.
 */
async function countOf({ api, request }: Question, filter: EventFilter): Promise<{ most: number; exact: boolean }> {
  const [sum] = await api.activity({ ...request, filter: countedPart(request.filter), groupBy: [] });
  return { most: sum?.count ?? 0, exact: isCountedFilter(filter) };
}

async function pickFormat(placeholder: string): Promise<ExportFormat | undefined> {
  const items: (vscode.QuickPickItem & { format: ExportFormat })[] = [
    {
      format: 'csv',
      label: '$(table) CSV',
      detail: vscode.l10n.t('For spreadsheets: a line for each event; what could be a formula is made text'),
    },
    {
      format: 'json',
      label: '$(json) JSON',
      detail: vscode.l10n.t('One array of all events, with everything that is stored of them'),
    },
    {
      format: 'jsonl',
      label: '$(symbol-array) JSON Lines',
      detail: vscode.l10n.t('The same, an event in each line: for programs, and for many events'),
    },
  ];
  return (await pickOne(items, items[0], { title: vscode.l10n.t('Export Events'), placeholder }))?.format;
}

async function* each(
  pages: AsyncIterable<TrackerEvent[]>,
  look: (events: TrackerEvent[]) => void,
): AsyncGenerator<TrackerEvent[]> {
  for await (const events of pages) {
    look(events);
    yield events;
  }
}
