// Builds the simulated admin center page: `node build.mjs OUTDIR` writes `admin-center.js` and
// `admin-center.css` there. The bundle is React's production build, because the development build
// behaves differently in what it warns about and how fast it is.

import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outDir = process.argv[2];

if (!outDir) {
  process.stderr.write("Usage: node build.mjs OUTDIR\n");
  process.exit(2);
}

const target = resolve(outDir);
await mkdir(target, { recursive: true });
await build({
  entryPoints: [
    { in: join(here, "src", "main.jsx"), out: "admin-center" },
    { in: join(here, "src", "admin-center.css"), out: "admin-center" },
  ],
  outdir: target,
  bundle: true,
  format: "iife",
  target: ["chrome120", "firefox121"],
  jsx: "automatic",
  minify: true,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  // Paths in the output must not depend on the folder the build was started in.
  absWorkingDir: here,
  logLevel: "warning",
});
