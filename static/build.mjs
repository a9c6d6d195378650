// Bundles static/src/ into static/dist/; started by build.py, which also decides whether there is anything to do.
//
// Each file that no other one imports becomes a bundle, in whichever folder of static/src/ it lies. Names carry
// the hash of the content, so that browsers may keep files for ever.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = join(here, "dist");
const fresh = join(here, "dist.new");

// Built aside and then put in place, so that a failed build leaves the old one.
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });

const files = existsSync(source)
  ? readdirSync(source, { recursive: true })
      .filter((name) => /\.(js|css|svg|png|ico|webp|woff2)$/.test(name))
      .sort()
  : [];

const manifest = {};
if (files.length > 0) {
  const built = await esbuild
    .build({
      entryPoints: files.map((name) => join(source, name)),
      outdir: fresh,
      entryNames: "[name].[hash]",
      assetNames: "[name].[hash]",
      bundle: true,
      minify: true,
      metafile: true,
      absWorkingDir: here,
      format: "iife", // loaded with `defer`, also by browsers that know no modules
      target: ["es2018", "chrome80", "firefox78", "safari14.1"],
      legalComments: "none",
      // Images and fonts stay files: the content security policy allows no data: addresses.
      loader: { ".svg": "copy", ".png": "copy", ".ico": "copy", ".webp": "copy", ".woff2": "copy" },
      logLevel: "warning",
    })
    .catch(() => process.exit(1)); // esbuild has said what is wrong

  const { inputs, outputs } = built.metafile;
  const imported = new Set(Object.values(inputs).flatMap((input) => input.imports.map((one) => one.path)));
  for (const [path, output] of Object.entries(outputs)) {
    const entry = output.entryPoint ?? Object.keys(output.inputs)[0];
    const name = basename(path);
    if (imported.has(entry) && /\.(js|css)$/.test(name)) {
      rmSync(join(fresh, name));
      continue;
    }
    if (basename(entry) in manifest) {
      console.error(`Two files of static/src/ are called ${basename(entry)}: rename one`);
      process.exit(1);
    }
    manifest[basename(entry)] = name;
    const content = readFileSync(join(fresh, name));
    if (/\.(js|css|svg)$/.test(name)) {
      writeFileSync(join(fresh, `${name}.gz`), gzipSync(content, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      writeFileSync(join(fresh, `${name}.br`), brotliCompressSync(content, { params }));
    }
    console.log(`Front end: ${name}, ${(gzipSync(content).length / 1000).toFixed(1)} kB compressed`);
  }
}

const sorted = Object.fromEntries(Object.entries(manifest).sort());
writeFileSync(join(fresh, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
