/** The viewer's side: what the mirror document loads. */
export { createMirror, type Mirror, type MirrorOptions } from "./createMirror.ts";
export { type FromMirror, MIRROR_HELLO, type ToMirror } from "./port.ts";
export { type Reading, StreamReader } from "./StreamReader.ts";
