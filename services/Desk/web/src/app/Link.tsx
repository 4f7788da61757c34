import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { navigate } from "./address";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string };

/** A link inside the desk: no page load, and everything that a link can do (new tab, copy address) still works. */
export function Link({ to, onClick, children, ...rest }: Props) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    // A click leads into the page: the next Enter is the page's, not the link's again.
    if (event.detail > 0) event.currentTarget.blur();
    navigate(to);
  }

  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
