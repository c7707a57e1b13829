/** Finds the built files in Vite's manifest. Knows nothing of how they are served. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Assets {
  readonly stylesheet: string;
  readonly quoteScript: string;
}

export class BuildMissing extends Error {
  constructor(path: string) {
    super(
      `The demo shop has not been built: ${path} is missing or incomplete. ` +
        "`npm start` builds it; by hand: cd apps/shop && npm run build",
    );
    this.name = "BuildMissing";
  }
}

type Manifest = Readonly<Record<string, { readonly file?: string } | undefined>>;

function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    throw new BuildMissing(path);
  }
}

export function readAssets(distDir: string): Assets {
  const path = join(distDir, ".vite", "manifest.json");
  const manifest = readManifest(path);
  const stylesheet = manifest["src/styles/site.css"]?.file;
  const quoteScript = manifest["src/quote/main.tsx"]?.file;
  if (!stylesheet || !quoteScript) throw new BuildMissing(path);
  return { stylesheet: `/${stylesheet}`, quoteScript: `/${quoteScript}` };
}
