interface Props {
  value: number | null | undefined;
  onChange: (value: number | null) => void;
  min: number;
  max?: number;
  step?: number;
}

/** A number, or none. */
export function NumberInput({ value, onChange, ...limits }: Props) {
  return (
    <input
      type="number"
      {...limits}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.valueAsNumber)}
    />
  );
}
