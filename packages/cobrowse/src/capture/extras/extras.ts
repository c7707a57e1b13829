/** What rrweb does not tell of a page, fetched beside the recorder. One file watches one thing. */
import { createDigests } from "./digests.ts";
import type { StartExtras } from "./host.ts";
import { labels } from "./labels.ts";
import { pictures } from "./pictures.ts";
import { chosen, indeterminate, popover, sheet } from "./states.ts";
import { Watch } from "./Watch.ts";

export const startExtras: StartExtras = host => {
  const watch = new Watch(host, [indeterminate, chosen, popover, sheet, labels, pictures]);
  const digests = createDigests(host);
  return {
    seen: event => {
      watch.seen(event);
      digests.seen(event);
    },
    stop: () => {
      watch.stop();
      digests.stop();
    },
  };
};
