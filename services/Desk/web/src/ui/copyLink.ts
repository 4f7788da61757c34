import i18next from "i18next";
import { toast } from "./toast";

/** Copies the address of what is open, or of `path`. */
export async function copyLink(path: string = location.pathname + location.search): Promise<void> {
  await copyText(new URL(path, location.href).href, i18next.t("app.copied"));
}

export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    // Without the right to the clipboard the text is at least shown, to be copied by hand.
    toast(text, "bad");
  }
}
