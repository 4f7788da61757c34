import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { LinkAttachment } from "../api/types";
import { Icon } from "../ui/Icon";
import { isOutside } from "./OutsideLink";

interface Props {
  links: readonly LinkAttachment[];
  onChange: (links: readonly LinkAttachment[]) => void;
}

const most = 10;

/** Links that go with the words: a picture, a form, a page. */
export function LinkRow({ links, onChange }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const [title, setTitle] = useState("");
  const isWrong = url !== "" && !(isOutside(url) && url.startsWith("https://"));

  function add(event: SubmitEvent) {
    event.preventDefault();
    if (url === "" || isWrong || title.trim() === "") return;
    onChange([...links, { url, title: title.trim() }]);
    setUrl("");
    setTitle("");
    setOpen(false);
  }

  return (
    <div className="link-row">
      {links.map((link) => (
        <span key={link.url} className="link-chip" title={link.url}>
          <Icon name="link" size={12} /> {link.title}
          <button
            type="button"
            className="icon-button"
            aria-label={t("ticket.linkRemove", { title: link.title })}
            onClick={() => onChange(links.filter((each) => each !== link))}
          >
            <Icon name="x" size={11} />
          </button>
        </span>
      ))}
      {isOpen ? (
        <form onSubmit={add}>
          <input
            aria-label={t("ticket.linkUrl")}
            aria-invalid={isWrong}
            placeholder="https://"
            value={url}
            onChange={(event) => setUrl(event.target.value.trim())}
          />
          <input
            aria-label={t("ticket.linkTitle")}
            placeholder={t("ticket.linkTitle")}
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <button className="button small" disabled={url === "" || isWrong || title.trim() === ""}>
            {t("ticket.linkAdd")}
          </button>
          <button type="button" className="button small quiet" onClick={() => setOpen(false)}>
            {t("app.cancel")}
          </button>
          {isWrong ? <span className="fault">{t("ticket.linkWrong")}</span> : null}
        </form>
      ) : links.length < most ? (
        <button type="button" className="button small quiet" onClick={() => setOpen(true)}>
          <Icon name="link" size={13} /> {t("ticket.linkGive")}
        </button>
      ) : null}
    </div>
  );
}
