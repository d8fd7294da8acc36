import * as vscode from 'vscode';
import type { FeatureDeps } from '../featureDeps.ts';
import type { Format } from '../format.ts';
import { askInSteps } from '../inputSteps.ts';
import { pickOne } from '../pickOne.ts';
import type { Session } from '../session.ts';
import { RELATIVE_PERIODS, resolvePeriod, type PeriodChoice } from './period.ts';
import { exactDates, periodLabel } from './periodLabel.ts';
import { readMoment, writeMoment } from './readMoment.ts';

/** The commands that change the period of all views. */
export function registerPeriod({ commands, session, format }: FeatureDeps): void {
  commands.register('cloudtrailTracker.pickPeriod', () => pickPeriod(session, format()));
  commands.register('cloudtrailTracker.showAllTime', () => session.choosePeriod({ id: 'all' }));
}

/** Lets the user choose it. */
export async function pickPeriod(session: Session, format: Format): Promise<void> {
  const { periodChoice: current, coverage } = session;
  const all = resolvePeriod({ id: 'all' }, coverage, Date.now());
  const item = (id: PeriodChoice['id'], label: string, dates = '') => {
    const facts = [id === current.id ? vscode.l10n.t('current') : '', dates];
    return { id, label, description: facts.filter(Boolean).join(' · ') };
  };
  const items = [
    ...RELATIVE_PERIODS.map((id) => item(id, periodLabel({ id }, all, format))),
    item('all', periodLabel({ id: 'all' }, all, format), exactDates(all, format)),
    item('custom', vscode.l10n.t('Custom…'), current.id === 'custom' ? exactDates(session.period, format) : ''),
  ];
  const picked = await pickOne(
    items,
    items.find(({ id }) => id === current.id),
    {
      title: vscode.l10n.t('Period'),
      placeholder: vscode.l10n.t('Show events of this period in all views. Times are in {0}.', format.timeZone),
    },
  );
  if (!picked) return;
  const choice = picked.id === 'custom' ? await askCustom(session, format) : { id: picked.id };
  if (choice) await session.choosePeriod(choice);
}

async function askCustom(session: Session, { timeZone }: Format): Promise<PeriodChoice | undefined> {
  const { period } = session;
  const prompt = vscode.l10n.t('A date (2024-05-31) or a date and time (2024-05-31 14:30), in {0}', timeZone);
  const unreadable = vscode.l10n.t('Type a date as 2024-05-31, or a date and time as 2024-05-31 14:30.');
  const answers = await askInSteps([
    {
      title: vscode.l10n.t('Period: from'),
      prompt,
      value: writeMoment(period.from, timeZone),
      problem: (text) => (readMoment(text, 'from', timeZone) === undefined ? unreadable : undefined),
    },
    {
      title: vscode.l10n.t('Period: to'),
      prompt: vscode.l10n.t('{0}. A date includes its day.', prompt),
      value: writeMoment(period.to, timeZone),
      problem(text, [from = '']) {
        const end = readMoment(text, 'to', timeZone);
        if (end === undefined) return unreadable;
        const begin = readMoment(from, 'from', timeZone) ?? end;
        return end > begin ? undefined : vscode.l10n.t('The end has to lie after {0}.', from);
      },
    },
  ]);
  const [from, to] = [readMoment(answers?.[0] ?? '', 'from', timeZone), readMoment(answers?.[1] ?? '', 'to', timeZone)];
  return from === undefined || to === undefined ? undefined : { id: 'custom', from, to };
}
