/**
 * pako's compressor without what the recorder never asks for: other levels than its own, gzip, strategies, dictionaries.
 * Each part must be found, or the build fails, so that a new version is looked at before it is used. What it writes is
 * byte for byte the same (e2e/cobrowse/segments.spec.ts reads it with Node's zlib).
 */
import type { Plugin } from "vite";

const PAKO = "/pako.mjs";

const PARTS: readonly (readonly [part: RegExp, instead: string])[] = [
  [/^var deflate_stored = [\s\S]*?^\};/m, ""],
  [/^var deflate_fast = [\s\S]*?^\};/m, ""],
  [/^var deflate_rle = [\s\S]*?^\};/m, ""],
  [/^var deflate_huff = [\s\S]*?^\};/m, ""],
  // Levels 0 to 3 are asked for by nobody.
  [/^\tnew Config\(0, 0, 0, 0, deflate_stored\),(?:\n\tnew Config\([\d, ]*, deflate_fast\),){3}/m, "\t,,,,"],
  [
    /s\.level === 0 \? deflate_stored\(s, flush\) : s\.strategy === 2 \? deflate_huff\(s, flush\) : s\.strategy === 3 \? deflate_rle\(s, flush\) : /,
    "",
  ],
  // The number says it.
  [/^var messages_default = \{[\s\S]*?^\};/m, "var messages_default = {};"],
  // Raw deflate has neither a head nor a checksum.
  [/^\tif \(s\.status === INIT_STATE\) \{[\s\S]*?(?=^\tif \(strm\.avail_in !== 0 \|\| s\.lookahead)/m, ""],
  [/^\tif \(s\.wrap === 2\) \{\n\t\tput_byte[\s\S]*?(?=^\};)/m, ""],
  [/^\tif \(strm\.state\.wrap === 1\) strm\.adler = adler32[\s\S]*?crc32\(.*$/m, ""],
  [/^\t\tif \(toString\$1\.call\(opt\.dictionary\)[\s\S]*?(?=^\t\}$)/m, ""],
];

export const leanDeflate = (): Plugin => ({
  name: "lotse-lean-deflate",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith(PAKO)) return null;
    return PARTS.reduce((rest, [part, instead]) => {
      if (!part.test(rest)) this.error(`the compressor has no part like ${String(part)}`);
      return rest.replace(part, () => instead);
    }, code);
  },
});
