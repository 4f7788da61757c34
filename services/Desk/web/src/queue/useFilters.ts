import { useMemo } from "react";
import { usePlace } from "../app/address";
import { readFilters, type Filters } from "./views";

/** What the address narrows the list to; the same object for as long as it says the same. */
export function useFilters(view?: string): Filters {
  const { search } = usePlace();
  const text = search.toString();
  return useMemo(() => {
    const said = new URLSearchParams(text);
    return readFilters(view ?? said.get("view"), said);
  }, [view, text]);
}
