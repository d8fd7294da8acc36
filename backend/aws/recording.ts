import type { AdvancedFieldSelector, GetEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';

/** What a trail records, as far as it matters to who looks for changes. */
export interface Recording {
  management: 'all' | 'read' | 'write' | 'none';
  /** Types of resources whose data events are recorded, for example AWS::S3::Object; sorted. */
  data: string[];
  /** Event sources that are left out, for example kms.amazonaws.com; sorted. */
  excluded: string[];
}

type Reads = 'all' | 'read' | 'write';

/** From basic selectors or advanced ones: a trail has the one or the other. A trail without any records all management events. */
export function recordingOf({
  EventSelectors: basic = [],
  AdvancedEventSelectors: advanced = [],
}: Pick<GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'>): Recording {
  const management = new Set<Reads>();
  const data = new Set<string>();
  const excluded = new Set<string>();
  for (const selector of basic) {
    if (selector.IncludeManagementEvents !== false) management.add(readsOf(selector.ReadWriteType));
    for (const { Type } of selector.DataResources ?? []) if (Type) data.add(Type);
    for (const source of selector.ExcludeManagementEventSources ?? []) excluded.add(source);
  }
  for (const { FieldSelectors = [] } of advanced) {
    const [category] = equals(FieldSelectors, 'eventCategory');
    if (category === 'Management') {
      const [readOnly] = equals(FieldSelectors, 'readOnly');
      management.add(readOnly === undefined ? 'all' : readOnly === 'true' ? 'read' : 'write');
      for (const source of fieldOf(FieldSelectors, 'eventSource')?.NotEquals ?? []) excluded.add(source);
    }
    if (category === 'Data') for (const type of equals(FieldSelectors, 'resources.type')) data.add(type);
  }
  if (basic.length + advanced.length === 0) management.add('all');
  return { management: together(management), data: [...data].sort(), excluded: [...excluded].sort() };
}

function together(kinds: ReadonlySet<Reads>): Recording['management'] {
  if (kinds.has('all') || kinds.size === 2) return 'all';
  return [...kinds][0] ?? 'none';
}

function readsOf(type: string | undefined): Reads {
  if (type === 'ReadOnly') return 'read';
  return type === 'WriteOnly' ? 'write' : 'all';
}

function equals(fields: readonly AdvancedFieldSelector[], name: string): string[] {
  return fieldOf(fields, name)?.Equals ?? [];
}

function fieldOf(fields: readonly AdvancedFieldSelector[], name: string): AdvancedFieldSelector | undefined {
  return fields.find(({ Field }) => Field === name);
}
