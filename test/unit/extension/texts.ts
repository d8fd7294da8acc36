import { createFormat, type L10n } from '../../../extension/format.ts';

/** Texts in English, put together as vscode.l10n puts them together. */
export const english: L10n = {
  t: (message, ...args) => message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

/** As a viewer in Madrid reads it who has VS Code in English. */
export const madrid = createFormat(english, 'en', 'Europe/Madrid');

/** The same viewer, who knows that 111122223333 is called production. */
export const named = createFormat(english, 'en', 'Europe/Madrid', (account) =>
  account === '111122223333'
    ? { name: 'production', origin: { from: 'organizations', time: '2024-06-01T10:00:00Z', by: '444455556666' } }
    : undefined,
);
