/**
 * The built files of widget and console, read from their folders. Knows what a build's outputs are called, and that
 * a build may be missing (then it says what to do); knows nothing of HTTP.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

export interface AssetFolders {
  /** `packages/widget/dist` */
  readonly widget: string;
  /** `apps/console/dist` */
  readonly console: string;
}

const fileName = v.pipe(v.string(), v.regex(/^[\w.-]+\.js$/));
const manifest = v.object({ core: fileName, reader: fileName, observers: fileName, aside: fileName });

export interface WidgetBuild {
  /** The loader's script, with the token `__LOTSE_SITE__` where the site's settings go. */
  readonly loader: string;
  /** File names of the modules the loader may fetch. */
  readonly modules: v.InferOutput<typeof manifest>;
}

export const readWidgetBuild = async (folder: string): Promise<WidgetBuild | null> => {
  try {
    const [loader, json] = await Promise.all([
      readFile(join(folder, "loader.js"), "utf8"),
      readFile(join(folder, "widget.json"), "utf8"),
    ]);
    return { loader, modules: v.parse(manifest, JSON.parse(json)) };
  } catch {
    return null;
  }
};
