let strings: Readonly<Record<string, string>> = {};

/** Sets the translations by their English text, as VS Code's bundles have them. */
export function setStrings(translations: Readonly<Record<string, string>>): void {
  strings = translations;
}

/** A text of the interface in VS Code's display language, with {0}, {1} … replaced, as by vscode.l10n.t. */
export function t(text: string, ...values: (string | number)[]): string {
  const translated = Object.hasOwn(strings, text) ? (strings[text] ?? text) : text;
  return translated.replace(/\{(\d)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
}
