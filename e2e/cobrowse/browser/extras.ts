/** What the recorder fetches beside itself, as a script of its own. */
import { startExtras } from "../../../packages/cobrowse/src/capture/extras/extras.ts";

window.lotseExtras = startExtras;
