/** The one line a site's owner puts on every page. */
export const snippetOf = (hubUrl: string, siteKey: string): string =>
  `<script async src="${hubUrl}/s/${siteKey}.js"></script>`;
