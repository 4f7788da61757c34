import { Component, type ReactNode } from "react";
import { Translation } from "react-i18next";

interface Props {
  /** Where the page is: at another place it is tried again. */
  at?: string;
  children: ReactNode;
}

/** A mistake in one page must not leave a blank window; drafts are kept outside of it. */
export class CrashBoundary extends Component<Props, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.crashed && before.at !== this.props.at) this.setState({ crashed: false });
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <Translation>
        {(t) => (
          <main className="gate" role="alert">
            <p>{t("app.crashed")}</p>
            <button className="button primary" onClick={() => location.reload()}>
              {t("app.reload")}
            </button>
          </main>
        )}
      </Translation>
    );
  }
}
