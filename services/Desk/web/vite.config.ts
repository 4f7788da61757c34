import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Puts a .br and a .gz beside each text file: the host sends them as they are, and compresses nothing while people wait. */
function compressed(): Plugin {
  let folder = "dist";
  return {
    name: "compressed",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const file of filesIn(folder).filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const bytes = readFileSync(file);
        if (bytes.length < 1024) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** Gives early.js a name with its content's hash: it stands in the way of everything else, and is not asked for twice. */
function hashedEarly(): Plugin {
  const text = readFileSync("public/early.js");
  const name = `assets/early-${createHash("sha256").update(text).digest("base64url").slice(0, 8)}.js`;
  return {
    name: "hashed-early",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: name, source: text });
    },
    transformIndexHtml: (html) => html.replace("/early.js", `/${name}`),
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

export default defineConfig({
  plugins: [react(), hashedEarly(), compressed()],
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "/desk": process.env["DESK_URL"] ?? "http://127.0.0.1:5113" } },
});
