// Build what pages load: frontend/ and packages in, shanqiao/static/dist out; and the fonts of letters.
import { readFile, readdir, rm, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";
import { fonts } from "./fonts.mjs";
import { sprite } from "./sprite.mjs";

const OUT = "shanqiao/static/dist";
const FONTS = "shanqiao/feeds/letters/fonts";
// the oldest browsers we serve: those of tablets a station bought five years ago
const TARGET = ["chrome100", "firefox100", "safari15"];
const shared = { bundle: true, minify: true, target: TARGET, legalComments: "eof", logLevel: "warning" };

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([
  esbuild.build({ ...shared, entryPoints: ["frontend/app.js"], outdir: OUT, format: "iife" }),
  esbuild.build({ ...shared, entryPoints: ["frontend/charts.js"], outdir: OUT, format: "iife" }),
  esbuild.build({ ...shared, entryPoints: ["frontend/echarts.js"], outdir: OUT, format: "iife", globalName: "echarts" }),
  styles(),
  fonts(FONTS),
  sprite("frontend/icons.txt", join(OUT, "icons.svg")),
]);
await compress();

// Tabler knows 600 KB of styles; pages use a tenth. Whatever word occurs in a template, in a
// desk's Python or in our scripts counts as used, so only what nobody could mean is left out.
async function styles() {
  const built = await esbuild.build({ ...shared, entryPoints: ["frontend/app.css"], write: false, minify: false });
  const keep = lines(await readFile("frontend/keep.txt", "utf8"));
  const [purged] = await new PurgeCSS().purge({
    content: [
      "shanqiao/templates/**/*.html",
      "shanqiao/www/**/*.py",
      "frontend/**/*.js",
      "node_modules/@tabler/core/js/src/bootstrap/{alert,collapse,dropdown,modal,offcanvas,tab}.ts",
    ],
    css: [{ raw: built.outputFiles[0].text, extension: "css" }],
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
    safelist: { standard: keep, greedy: [/^(htmx|data-bs|aria)/] },
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  const small = await esbuild.transform(purged.css, { loader: "css", minify: true, target: TARGET, legalComments: "eof" });
  await writeFile(join(OUT, "app.css"), small.code);
}

async function compress() {
  for (const name of await readdir(OUT)) {
    const content = await readFile(join(OUT, name));
    await writeFile(join(OUT, `${name}.br`), brotliCompressSync(content));
    await writeFile(join(OUT, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
}
