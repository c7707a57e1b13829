/** One place of a page where a secret may lie: how it comes there, and for whom it is one. Knows no capture. */
export interface Row {
  readonly name: string;
  /** Stands nowhere else on the page. Several: one secret in several pieces, each of them too much. */
  readonly secret?: string | readonly string[];
  /** `$` is the secret (`$0`, `$1` … its pieces). Put into an element of the row's own. */
  readonly html: string;
  /** Runs in the page after the capture began: `root` is the row's element. Must name nothing outside of itself. */
  readonly act?: (root: HTMLElement, secret: readonly string[]) => void | Promise<void>;
  /** Absent: secret under every preset. `strict`: shown unless the site chose the strict preset. */
  readonly only?: "strict";
}

export interface PlacedRow extends Row {
  readonly id: string;
  readonly secrets: readonly string[];
}

/** Rows that name no secret get one made of their name. */
export const place = (rows: readonly Row[]): readonly PlacedRow[] =>
  rows.map((row, at) => {
    const made = `kanarie-${at}-${row.name.toLowerCase().replace(/[^a-z]+/g, "-")}-x`;
    const secrets = typeof row.secret === "string" ? [row.secret] : (row.secret ?? [made]);
    return { ...row, id: `row-${at}`, secrets };
  });

const htmlOf = ({ html, secrets }: PlacedRow): string =>
  html.replace(/\$(\d?)/g, (_, piece: string) => secrets[Number(piece)] ?? "");

/** A page with all rows; `act()` in it lives through what they do. */
export const pageOf = (rows: readonly PlacedRow[], head: string): string => {
  const body = rows.map(row => `<div id="${row.id}">${htmlOf(row)}</div>`).join("\n");
  const acts = rows
    .filter(row => row.act !== undefined)
    .map(
      row =>
        `[document.getElementById("${row.id}"), ${JSON.stringify(row.secrets)}, ${String(row.act).replaceAll("</", "<\\/")}]`,
    );
  return `<!doctype html><html lang="de"><head><meta charset="utf-8">${head}</head><body>${body}
<script>
  const __name = fn => fn;
  window.act = async () => { for (const [root, secret, fn] of [${acts.join(",\n")}]) await fn(root, secret); };
</script></body></html>`;
};
