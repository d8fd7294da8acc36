import type { Page } from '../../../extension/panel/protocol.ts';
import { useStore } from '../context.ts';
import { t } from '../l10n.ts';

const PAGES: readonly Page[] = ['overview', 'breakdown', 'events'];
/** Where the workspace has a class. */
const WITH_CLASSES: readonly Page[] = [...PAGES, 'progress'];

/** What of the panel shows: a list of tabs, of which one can be reached by Tab and all by the arrow keys. */
export function PageTabs() {
  const store = useStore();
  const current = store.view.value.page;
  const hasClasses = store.state.value?.classes !== undefined || current === 'progress';
  const pages = hasClasses ? WITH_CLASSES : PAGES;

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const at = pages.indexOf(current);
    const targets: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: pages.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = (target + pages.length) % pages.length;
    store.show({ page: pages[index] });
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label={t('Pages')} onKeyDown={onKeyDown}>
      {pages.map((page) => (
        <button
          type="button"
          role="tab"
          class="tab"
          key={page}
          id={`tab-${page}`}
          aria-selected={page === current}
          aria-controls="page"
          tabIndex={page === current ? 0 : -1}
          onClick={() => store.show({ page })}
        >
          {pageLabel(page)}
        </button>
      ))}
    </div>
  );
}

function pageLabel(page: Page): string {
  const labels: Record<Page, string> = {
    overview: t('Overview'),
    breakdown: t('Breakdown'),
    events: t('Events'),
    progress: t('Progress'),
  };
  return labels[page];
}
