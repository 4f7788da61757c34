import type { ReactNode } from "react";
import { toggled } from "./toggled";

interface Props<T extends string> {
  legend: string;
  all: readonly T[];
  held: readonly T[];
  text: (one: T) => string;
  onChange: (held: T[]) => void;
  fault?: string | undefined;
  /** What stands after the boxes. */
  children?: ReactNode;
}

/** Any of a few: small boxes that are pressed or not. */
export function Choices<T extends string>({ legend, all, held, text, onChange, fault, children }: Props<T>) {
  return (
    <fieldset className="pills">
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={held.includes(one)}
            onChange={(event) => onChange([...toggled(held, one, event.target.checked)])}
          />
          <span>{text(one)}</span>
        </label>
      ))}
      {children}
      {fault ? (
        <p className="fault" role="alert">
          {fault}
        </p>
      ) : null}
    </fieldset>
  );
}
