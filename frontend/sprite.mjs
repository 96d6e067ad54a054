// One file with the icons that icons.txt names, each to be used by its name.
import { readFile, writeFile } from "node:fs/promises";

const FROM = "node_modules/@tabler/icons/icons";

export async function sprite(list, out) {
  const names = (await readFile(list, "utf8")).split("\n").map((line) => line.trim());
  const wanted = [...new Set(names.filter((name) => name && !name.startsWith("#")))].sort();
  const symbols = await Promise.all(wanted.map(symbol));
  await writeFile(out, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function symbol(name) {
  const [folder, file] = name.endsWith("-filled") ? ["filled", name.slice(0, -7)] : ["outline", name];
  const svg = await readFile(`${FROM}/${folder}/${file}.svg`, "utf8");
  const [, content] = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/);
  const pen =
    folder === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${pen}>${content.replace(/\s*\n\s*/g, "")}</symbol>`;
}
