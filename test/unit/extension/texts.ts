import { createFormat, type L10n } from '../../../extension/format.ts';

/** Texts in English, put together as vscode.l10n puts them together. */
export const english: L10n = {
  t: (message, ...args) => message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

/** As a viewer in Madrid reads it who has VS Code in English. */
export const madrid = createFormat(english, 'en', 'Europe/Madrid');
