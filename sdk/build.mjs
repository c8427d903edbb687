// Bundles each SDK into one file and writes its types. Run through bin/sdk.mjs.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const here = import.meta.dirname
// The first line lets a browser compile the script beside the page's own thread, all of it.
const banner = '//# allFunctionsCalledOnLoad\n/*! Homefield, Apache-2.0 */'

/** `format` iife is a script of its own, cjs what a mini-program requires, esm for bundlers. */
const outputs = [
  ['web/src/main.ts', 'web/dist/homefield.js', 'iife'],
  ['web/src/pick.ts', 'web/dist/homefield-pick.js', 'iife'],
  ['web/src/index.ts', 'web/dist/homefield.mjs', 'esm'],
  ['miniprogram/src/index.ts', 'miniprogram/dist/homefield-miniprogram.js', 'cjs'],
]

for (const folder of ['web', 'miniprogram']) {
  rmSync(join(here, folder, 'dist'), { recursive: true, force: true })
  mkdirSync(join(here, folder, 'dist'), { recursive: true })
}
for (const [input, file, format] of outputs) {
  const bundle = await rolldown({
    input: join(here, input),
    // Browsers of 2020 on: what WeChat runs inside is younger.
    transform: { target: 'es2020' },
  })
  await bundle.write({
    file: join(here, file),
    format,
    minify: true,
    postBanner: banner,
    comments: false,
  })
  await bundle.close()
}
const tsc = join(here, '..', 'node_modules', 'typescript', 'bin', 'tsc')
for (const folder of ['web', 'miniprogram']) {
  const project = join(here, folder)
  const emit = ['--noEmit', 'false', '--emitDeclarationOnly', '--declaration']
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', project, ...emit, '--rootDir', here, '--outDir', join(project, 'dist', 'types')],
    { stdio: 'inherit' },
  )
  if (status !== 0) process.exit(1)
}
