import arrowDown from '@vscode/codicons/src/icons/chevron-down.svg';
import back from '@vscode/codicons/src/icons/arrow-left.svg';
import calendar from '@vscode/codicons/src/icons/calendar.svg';
import chart from '@vscode/codicons/src/icons/graph.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import claimed from '@vscode/codicons/src/icons/unverified.svg';
import dash from '@vscode/codicons/src/icons/dash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import columns from '@vscode/codicons/src/icons/settings.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import denied from '@vscode/codicons/src/icons/circle-slash.svg';
import download from '@vscode/codicons/src/icons/desktop-download.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exclude from '@vscode/codicons/src/icons/eye-closed.svg';
import filter from '@vscode/codicons/src/icons/filter.svg';
import forward from '@vscode/codicons/src/icons/arrow-right.svg';
import folder from '@vscode/codicons/src/icons/folder-opened.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import scope from '@vscode/codicons/src/icons/eye.svg';
import link from '@vscode/codicons/src/icons/link-external.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import sortedDown from '@vscode/codicons/src/icons/triangle-down.svg';
import sortedUp from '@vscode/codicons/src/icons/triangle-up.svg';
import stuck from '@vscode/codicons/src/icons/warning.svg';
import table from '@vscode/codicons/src/icons/table.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';

const MARKUP = {
  arrowDown,
  back,
  calendar,
  chart,
  check,
  claimed,
  close,
  columns,
  copy,
  dash,
  denied,
  download,
  error,
  exclude,
  filter,
  folder,
  forward,
  info,
  link,
  refresh,
  scope,
  search,
  sortedDown,
  sortedUp,
  stuck,
  table,
  zoomOut,
};

export type IconName = keyof typeof MARKUP;

/**
 * A codicon, inlined because the policy allows no fonts. The markup is a constant of our own bundle, never data: the
 * only place that sets inner HTML. `label` names an icon that says something by itself.
 */
export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <span
      class={`icon icon-${name}`}
      role={label === undefined ? undefined : 'img'}
      aria-hidden={label === undefined}
      aria-label={label}
      title={label}
      dangerouslySetInnerHTML={{ __html: MARKUP[name] }}
    />
  );
}

interface IconButtonProps {
  name: IconName;
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  small?: boolean;
  onClick: () => void;
}

export function IconButton({ name, label, pressed, disabled, small, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class={small ? 'icon-button small' : 'icon-button'}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={name} />
    </button>
  );
}
