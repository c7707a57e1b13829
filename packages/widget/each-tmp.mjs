import { build } from "vite"; import zlib from "node:zlib"; import {minify} from "terser"; import fs from "node:fs";
const all=[];
for (const e of process.argv.slice(2)) {
const r = await build({ root: process.cwd(), configFile:false, logLevel:"error", build:{write:false,target:"es2022",rolldownOptions:{input:e,external:(s,i)=>!!i,preserveEntrySignatures:"allow-extension",output:{format:"es",minify:{compress:{dropConsole:true},mangle:true,codegen:{removeWhitespace:true}}}}}});
for (const o of (Array.isArray(r)?r[0]:r).output) { const c=o.code.replace(/import[^;]*;/g,"").replace(/export\{[^}]*\};?/,""); console.log(e.split("/").pop(), c.length, zlib.brotliCompressSync(c).length);}
}
