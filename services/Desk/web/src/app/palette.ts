/** The page around everything listens: the palette can be opened from a button anywhere. */
let open: () => void = () => undefined;

export function openPalette(): void {
  open();
}

export function onOpenPalette(act: () => void): void {
  open = act;
}
