import type { FilterPart } from '../../backend/core/filterEdit.ts';

/** What VS Code's own context menu is told of an element: the commands for it get this as their argument. */
interface MenuContext {
  webviewSection: 'value';
  parts: FilterPart[];
  preventDefaultContextMenuItems: true;
}

/** Attributes of an element that stands for a filter. Log content is in them as JSON, which nothing takes for code. */
export function menuContext(parts: FilterPart[] | undefined): { 'data-vscode-context'?: string } {
  if (!parts || parts.length === 0) return {};
  const context: MenuContext = { webviewSection: 'value', parts, preventDefaultContextMenuItems: true };
  return { 'data-vscode-context': JSON.stringify(context) };
}
