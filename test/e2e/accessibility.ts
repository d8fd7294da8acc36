import axe from 'axe-core';
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';

/** Asserts that axe-core finds nothing against WCAG 2.2 A and AA in a webview's document. */
export async function assertAccessible(frame: Frame): Promise<void> {
  // Evaluated, not added as a script, which the document's content security policy would refuse.
  await frame.evaluate(axe.source);
  const violations = await frame.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await inPage.run(document, { runOnly: { type: 'tag', values: tags } });
    return found.violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
  });
  assert.deepEqual(violations, []);
}
