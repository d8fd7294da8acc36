import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PanelState, Receipt as Answer } from '../../../extension/panel/protocol.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';
import { receiptParts, type Grounds, type PartId } from '../receipt.ts';
import { ReceiptDetails } from './receiptDetails.tsx';

/**
 * Milliseconds for which an answer is looked at before its receipt is asked for: one that looks at a million events would keep
 * whoever clicks on from the next answer.
 */
const PAUSE = 500;
/** Milliseconds between two looks at the clock: how old the newest log file is. */
const TICK = 30_000;

/** What the answer above rests on: a line, each part of which opens to what it means and to what it is made of. */
export function Receipt({ state, count }: { state: PanelState; count: number }) {
  const grounds = useGrounds(state, count);
  const format = useFormat();
  const now = useNow();
  const [open, setOpen] = useState<PartId>();
  const line = useRef<HTMLUListElement>(null);
  const parts = receiptParts(grounds, format, now);
  const shown = parts.find(({ id }) => id === open);
  const close = () => {
    line.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
    setOpen(undefined);
  };
  return (
    <section
      class="receipt"
      aria-label={t('What this answer rests on')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !shown) return;
        event.stopPropagation();
        close();
      }}
    >
      <ul class="receipt-line" ref={line}>
        {parts.map(({ id, text, hint }) => (
          <li key={id}>
            <button
              type="button"
              class={`receipt-part of-${id}`}
              title={hint}
              aria-expanded={id === open}
              aria-controls="receipt-details"
              onClick={() => setOpen(id === open ? undefined : id)}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
      <Opened part={shown?.id} isKnown={grounds.receipt !== undefined}>
        {shown && <ReceiptDetails part={shown.id} hint={shown.hint} grounds={grounds} state={state} now={now} />}
      </Opened>
    </section>
  );
}

interface OpenedProps {
  part: PartId | undefined;
  /** What there is to say of it has come. */
  isKnown: boolean;
  children: ComponentChildren;
}

/** What opens at the foot of the page is brought into sight, all of it; but an answer that comes later moves nothing. */
function Opened({ part, isKnown, children }: OpenedProps) {
  const place = useRef<HTMLDivElement>(null);
  const awaited = useRef<PartId | undefined>(undefined);
  useLayoutEffect(() => {
    awaited.current = part;
  }, [part]);
  useLayoutEffect(() => {
    if (!part || awaited.current !== part) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    if (isKnown) awaited.current = undefined;
  }, [part, isKnown]);
  return (
    <div id="receipt-details" class="receipt-details" ref={place} hidden={!part}>
      {children}
    </div>
  );
}

function useGrounds(state: PanelState, count: number): Grounds {
  const store = useStore();
  const { page } = store.view.value;
  const answer = page === 'breakdown' ? store.breakdown.value : store.chart.value;
  const rows = page === 'events' ? store.events.value?.rows : undefined;
  const isLoading = store.loadingAll.value;
  const [came, setCame] = useState<{ answer: unknown; receipt: Answer | undefined }>();
  // More rows of the same answer have their cost; while all are loaded it is asked for once, at the end.
  const asked = isLoading ? undefined : rows?.length;
  useEffect(() => {
    if (isLoading) return;
    const givenUp = new AbortController();
    const ask = () =>
      store
        .receipt(givenUp.signal)
        .then((receipt) => givenUp.signal.aborted || setCame({ answer, receipt }))
        .catch(store.reportUnless(givenUp.signal));
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      givenUp.abort();
    };
  }, [answer, asked, isLoading]);
  const reading = store.reading.value;
  return {
    count,
    status: state.status,
    receipt: came?.answer === answer ? came?.receipt : undefined,
    isReading: reading !== undefined && !reading.finished,
    ...(rows && { loaded: { events: rows.length, claimed: rows.filter(({ proof }) => proof === 'claimed').length } }),
  };
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  return now;
}
