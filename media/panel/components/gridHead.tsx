import { cellClass, cellId, type Column } from './gridRow.tsx';
import { Icon } from './icons.tsx';

export interface Sort {
  by: string;
  descending: boolean;
}

/** What a head does besides sorting; undefined is the label of one that does nothing else. */
export interface HeadAction {
  label: (column: string) => string | undefined;
  open: (column: string) => void;
}

interface HeadProps<Row> {
  /** Of the grid. */
  id: string;
  head: Column<Row>;
  index: number;
  isActive: boolean;
  sort?: Sort;
  onSort?: (column: string) => void;
  onMove?: (column: string, to: string) => void;
  onHead?: HeadAction;
}

/** A click sorts; it can be dragged to the place of another, where they may be moved. */
export function GridHead<Row>({ id, head, index, isActive, sort, onSort, onMove, onHead }: HeadProps<Row>) {
  return (
    <div
      role="columnheader"
      id={cellId(id, -1, index)}
      class={cellClass(head, isActive)}
      aria-colindex={index + 1}
      aria-sort={sort?.by === head.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
      title={head.headTitle}
      onClick={head.sortable ? () => onSort?.(head.id) : undefined}
      {...(onMove && dragging(head.id, onMove))}
    >
      <span class="head-text">{head.label}</span>
      {sort?.by === head.id && <Icon name={sort.descending ? 'sortedDown' : 'sortedUp'} />}
      {onHead && <HeadMark label={onHead.label(head.id)} onOpen={() => onHead.open(head.id)} />}
    </div>
  );
}

/** Opens what a head stands for by the mouse; the keyboard has Space. */
function HeadMark({ label, onOpen }: { label: string | undefined; onOpen: () => void }) {
  if (label === undefined) return null;
  return (
    <button
      type="button"
      class="icon-button head-mark"
      tabIndex={-1}
      title={label}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      <Icon name="info" />
    </button>
  );
}

/** What makes a head a thing that is dragged to the place of another, by its own type: nothing else can be dropped. */
const DRAGGED = 'application/x-cloudtrail-tracker-column';

function dragging(id: string, onMove: (column: string, to: string) => void) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer?.setData(DRAGGED, id),
    onDragOver: (event: DragEvent) => event.dataTransfer?.types.includes(DRAGGED) && event.preventDefault(),
    onDrop(event: DragEvent) {
      event.preventDefault();
      const dragged = event.dataTransfer?.getData(DRAGGED);
      if (dragged && dragged !== id) onMove(dragged, id);
    },
  };
}
