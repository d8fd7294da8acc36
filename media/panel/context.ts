import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { createFormat, type Format } from './format.ts';
import type { Store } from './store.ts';

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('rendered outside of the panel');
  return store;
}

/** The viewer's way to write numbers and times. */
export function useFormat(): Format {
  const { locale, timeZone } = useStore().state.value ?? { locale: 'en', timeZone: 'UTC' };
  return useMemo(() => createFormat(locale, timeZone), [locale, timeZone]);
}
