import { build } from "vite"; import zlib from "node:zlib"; import {minify} from "terser"; import fs from "node:fs";
for (const e of process.argv.slice(2)) {
const r = await build({ root: process.cwd(), configFile:false, logLevel:"error", build:{write:false,target:"es2022",rolldownOptions:{input:e,preserveEntrySignatures:"allow-extension",output:{format:"es",minify:{compress:{dropConsole:true},mangle:true,codegen:{removeWhitespace:true}}}}}});
for (const o of (Array.isArray(r)?r[0]:r).output) { fs.writeFileSync("/tmp/ctl14-out-"+o.name+".js",o.code); console.log(o.fileName, o.code.length, zlib.brotliCompressSync(o.code).length);}
}
