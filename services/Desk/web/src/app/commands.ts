import { useEffect, useRef } from "react";
import type { IconName } from "../ui/Icon";

/** Something that the palette can run. */
export interface Command {
  readonly text: string;
  readonly group: string;
  readonly icon?: IconName;
  readonly keys?: string;
  readonly run: () => void;
}

type Offer = { current: readonly Command[] };
const offers: Offer[] = [];

/** While the component is shown, the palette offers these; the newest first. */
export function useCommands(commands: readonly Command[]): void {
  const offer = useRef(commands);
  useEffect(() => {
    offer.current = commands;
  });
  useEffect(() => {
    const mine = offer;
    offers.unshift(mine);
    return () => {
      offers.splice(offers.indexOf(mine), 1);
    };
  }, []);
}

/** What can be run where the person is now. */
export function offeredCommands(): readonly Command[] {
  return offers.flatMap((offer) => offer.current);
}
