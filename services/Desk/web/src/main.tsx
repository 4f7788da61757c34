import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startLanguages } from "./app/i18n";
import "./ui/styles/index.css";

const root = document.getElementById("root");
if (root) {
  void startLanguages().then(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
