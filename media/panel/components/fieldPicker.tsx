import { useEffect } from 'preact/hooks';
import type { ActivityField } from '../../../backend/core/activity.ts';
import { useStore } from '../context.ts';
import { groupFields } from '../fields.ts';
import { fieldLabel } from '../labels.ts';
import { t } from '../l10n.ts';

interface FieldPickerProps {
  label: string;
  value: ActivityField | undefined;
  /** What it says when no field is chosen; without it, one has to be. */
  none?: string;
  onChange: (field: ActivityField | undefined) => void;
}

/** A field to group by. */
export function FieldPicker({ label, value, none, onChange }: FieldPickerProps) {
  const store = useStore();
  useEffect(store.learnParameters, []);
  const { main, times, others } = groupFields(store.parameters.value);
  // Until the attributes are known, the one that is chosen is still among the choices.
  const all = [...main, ...times, ...others];
  const unlisted = value !== undefined && !all.includes(value) ? [value] : [];
  return (
    <label class="field-picker">
      <span>{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      >
        {none !== undefined && <option value="">{none}</option>}
        <Options fields={main} />
        <optgroup label={t('Time')}>
          <Options fields={times} />
        </optgroup>
        {others.length + unlisted.length > 0 && (
          <optgroup label={t('Attributes and parameters')}>
            <Options fields={[...unlisted, ...others]} />
          </optgroup>
        )}
      </select>
    </label>
  );
}

function Options({ fields }: { fields: readonly ActivityField[] }) {
  return fields.map((field) => (
    <option key={field} value={field}>
      {fieldLabel(field)}
    </option>
  ));
}
