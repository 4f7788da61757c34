interface Props {
  /** What it says while it narrows nothing; also its name. */
  any: string;
  value: string | undefined;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}

/** One way to narrow a list: any, or one of a few. */
export function FilterSelect({ any, value = "", options, onChange }: Props) {
  return (
    <select aria-label={any} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{any}</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
