import type { FilterPart } from '../../backend/core/filterEdit.ts';

/** What VS Code's own context menu is told of an element: the commands for it get this as their argument. */
interface MenuContext {
  webviewSection: 'value';
  parts: FilterPart[];
  preventDefaultContextMenuItems: true;
}

export const MENU_CONTEXT = 'data-vscode-context';

/** The attribute of an element that stands for a filter. Log content is in it as JSON, which nothing takes for code. */
export function menuContext(parts: FilterPart[] | undefined): string | undefined {
  if (!parts || parts.length === 0) return undefined;
  const context: MenuContext = { webviewSection: 'value', parts, preventDefaultContextMenuItems: true };
  return JSON.stringify(context);
}
