// The two weights in which letters are set, out of a package that carries eight.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

const FROM = "node_modules/@expo-google-fonts/noto-serif-sc";
const FILES = ["400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf", "LICENSE_FONT"];

export async function fonts(out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await Promise.all(FILES.map((file) => copyFile(join(FROM, file), join(out, file.split("/").at(-1)))));
}
