import { randomBytes } from 'node:crypto';

export interface PageParts {
  title: string;
  /** BCP 47. */
  locale: string;
  /** The webview's own origin, as VS Code states it (Webview.cspSource). */
  cspSource: string;
  script: string;
  style: string;
}

/**
 * The panel's page. Nothing but our own script (by nonce) and style sheet may run, nothing may be fetched, and the body
 * is empty: all content is built as text nodes by the script.
 */
export function pageHtml(parts: PageParts, nonce = randomBytes(16).toString('base64url')): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${parts.cspSource}`,
    `img-src ${parts.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(parts.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escape(parts.style)}">
<title>${escape(parts.title)}</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${escape(parts.script)}"></script>
</body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
