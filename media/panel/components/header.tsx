import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import type { PanelState } from '../../../extension/panel/protocol.ts';
import { Icon, IconButton } from './icons.tsx';

/** What is shown: source, period, zone and scope, with the buttons that change them. */
export function Header({ state }: { state: PanelState }) {
  const store = useStore();
  const format = useFormat();
  const { source, period, scope } = state;
  return (
    <header class="header">
      <div class="subject">
        <h1>{t('Activity')}</h1>
        {source && (
          <span class="muted source" title={source.description}>
            {source.name}
          </span>
        )}
        {source && (
          <p class="muted small">
            {format.period(Date.parse(period.from), Date.parse(period.to))} · {t('times in {0}', state.timeZone)}
          </p>
        )}
      </div>
      <div class="actions">
        <button
          type="button"
          class="pick"
          title={t('Change Period')}
          onClick={() => store.act((host) => host.pickPeriod())}
        >
          <Icon name="calendar" />
          <span class="hidden-text">{t('Period:')} </span>
          <span class="text">{period.label}</span>
          <Icon name="arrowDown" />
        </button>
        <button
          type="button"
          class="pick"
          title={t('Change Scope')}
          onClick={() => store.act((host) => host.pickScope())}
        >
          <Icon name="scope" />
          <span class="hidden-text">{t('Scope:')} </span>
          <span class="text">{scope.label}</span>
          <Icon name="arrowDown" />
        </button>
        <IconButton
          name="download"
          label={t('Export Events…')}
          onClick={() => store.act((host) => host.exportEvents())}
        />
        <IconButton name="refresh" label={t('Refresh')} onClick={store.refresh} />
      </div>
    </header>
  );
}
