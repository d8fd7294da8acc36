import type { RefObject } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { withPart } from '../../../backend/core/filterEdit.ts';
import type { Suggestion } from '../../../extension/panel/protocol.ts';
import { accountNames } from '../accountNames.ts';
import { completionsOf, readTyped, wantsValues, type Completion } from '../completion.ts';
import { useFormat, useStore } from '../context.ts';
import { t } from '../l10n.ts';

/** Milliseconds without a key before values are asked for. */
const PAUSE = 120;

interface Props {
  /** Backspace in the empty input. */
  onRemoveLast: () => void;
}

/** Types a filter: a combobox whose list offers values, beginnings of event names, and fields. */
export function FilterInput({ onRemoveLast }: Props) {
  const store = useStore();
  const format = useFormat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const parameters = store.parameters.value;
  const typed = useMemo(() => readTyped(text, parameters), [text, parameters]);
  const found = useSuggestions(typed.text.replace(/\*$/, ''), typed.field, open && wantsValues(typed));
  const names = accountNames.value;
  const completions = useMemo(() => completionsOf(typed, found, parameters), [typed, found, parameters, names]);
  const at = Math.min(active, completions.length - 1);
  const shown = open && completions.length > 0;
  useFocusKeys(input);

  function change(next: string): void {
    setText(next);
    setActive(0);
    setOpen(true);
  }

  function choose({ part, insert }: Completion): void {
    if (insert !== undefined) return change(insert);
    if (part) store.setFilter(withPart(store.filter.value, part));
    setText('');
    setActive(0);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chosen = completions[at];
    const move = (by: number) => {
      setOpen(true);
      setActive(completions.length === 0 ? 0 : (at + by + completions.length) % completions.length);
    };
    if (event.altKey) return;
    if (event.key === 'ArrowDown') move(open ? 1 : 0);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && shown && chosen) choose(chosen);
    else if (event.key === 'Tab' && shown && chosen?.insert !== undefined && text !== '') choose(chosen);
    else if (event.key === 'Escape' && (open || text !== '')) {
      setOpen(false);
      if (!open) setText('');
    } else if (event.key === 'Backspace' && text === '') return onRemoveLast();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="filter-input">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('Add a filter')}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${id}-${at}` : undefined}
        placeholder={t('Filter: a name, “event: Delete*”, “-service: s3”')}
        value={text}
        spellcheck={false}
        autocomplete="off"
        onFocus={() => (store.learnParameters(), setOpen(true))}
        onBlur={() => setOpen(false)}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={t('Filters')} class="completions" hidden={!shown}>
        {shown &&
          completions.map((one, index) => (
            <li
              key={`${one.label} ${one.detail}`}
              title={one.title}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              ref={index === at ? intoView : undefined}
              // The input keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(one)}
            >
              {one.detail !== undefined && <span class="muted">{one.detail}: </span>}
              <span class="completion">{one.label}</span>
              {one.count !== undefined && <span class="number muted">{format.number(one.count)}</span>}
            </li>
          ))}
      </ul>
    </div>
  );
}

/** Ctrl+F, on macOS ⌘F, and / where nothing is being typed: a person who wants to find something begins so. */
function useFocusKeys(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.shiftKey) return;
      const finds = event.ctrlKey || event.metaKey ? event.key === 'f' : event.key === '/' && !isTyped(event.target);
      if (!finds) return;
      input.current?.focus();
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

function isTyped(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, select, textarea');
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** The values that the source has for what is typed; those before stay until others come. */
function useSuggestions(text: string, field: string | undefined, wanted: boolean): Suggestion[] {
  const store = useStore();
  const [found, setFound] = useState<Suggestion[]>([]);
  useEffect(() => {
    if (!wanted) return setFound([]);
    const giveUp = new AbortController();
    const ask = () => store.suggest(text, field, giveUp.signal).then(setFound);
    const timer = setTimeout(() => void ask().catch(store.reportUnless(giveUp.signal)), PAUSE);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [text, field, wanted]);
  return found;
}
