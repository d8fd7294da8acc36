import type { EventFilter } from '../../backend/core/filter.ts';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import type { Span } from './group.ts';
import { openPeriod } from './progressQuestions.ts';

/** What students are to do, and by which events it is told that they have. */
export interface Lab {
  /** Where it is written: unique, and stable from one look to the next. */
  id: string;
  title: string;
  /** '' where there is none. */
  description: string;
  /** Only what happens from when it opens until it is due counts. */
  open: Span;
  /**
   * Whether it keeps its events: one that counts for it counts for no other lab that keeps its own. Of several that could have
   * it, the one that is due first gets it, then the one whose title comes first; and none takes more than its tasks still need.
   */
  exclusive: boolean;
  tasks: Task[];
}

/** One thing to do: so many events that pass a filter. */
export interface Task {
  title: string;
  /** Without an outcome in it, only calls that succeeded count. */
  filter: EventFilter;
  /** 1 or more. */
  count: number;
  /** '' where there is none. */
  explanation: string;
  /** https, or undefined. */
  link?: string;
}

/** What is due first comes first, what has no end last; then by title, "Lab 2" before "Lab 10". Dates are read in the zone. */
export function compareLabs(timeZone: string): (a: Lab, b: Lab) => number {
  const due = ({ open }: Lab) => openPeriod(open, { from: -Infinity, to: Infinity }, timeZone).to;
  return (a, b) => {
    const [one, other] = [due(a), due(b)];
    return one === other ? compareNaturally(a.title, b.title) : one - other;
  };
}
