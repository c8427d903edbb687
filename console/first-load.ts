// Keeps the console's first load small: a build that is over the budget fails, and says by what.
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/** What a browser fetches before the first page can be used, gzipped. */
const MOST_BYTES = 400_000
/** The page a brand begins its day with, and the larger of the languages. */
const FIRST = [/\/home\/HomePage\.tsx$/, /\/i18n\/zh-CN\.ts$/]

const chunksOf = (bundle: Bundle): Chunk[] =>
  Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk')

/** A chunk with everything that it imports, whatever it may import later. */
function withImports(chunks: readonly Chunk[], start: Chunk): Set<Chunk> {
  const found = new Set<Chunk>()
  const visit = (chunk: Chunk | undefined) => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(chunks.find(({ fileName }) => fileName === name))
  }
  visit(start)
  return found
}

function sizeOf(bundle: Bundle, needed: ReadonlySet<Chunk>): [name: string, bytes: number][] {
  const styles = new Set(
    [...needed].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]),
  )
  const sizes = [...needed].map((chunk): [string, number] => [
    chunk.name,
    gzipSync(chunk.code).length,
  ])
  for (const name of styles) {
    const file = bundle[name]
    if (file?.type === 'asset') sizes.push([name, gzipSync(file.source).length])
  }
  return sizes.sort(([, a], [, b]) => b - a)
}

export function firstLoadBudget(): Plugin {
  return {
    name: 'homefield:first-load',
    apply: 'build',
    generateBundle: {
      // After the styles have been put beside their chunks.
      order: 'post',
      handler(_options, bundle) {
        const chunks = chunksOf(bundle)
        const entry = chunks.find((chunk) => chunk.isEntry)
        if (!entry) this.error('the console has no entry')
        const needed = withImports(chunks, entry)
        const early = [...needed].flatMap((chunk) =>
          Object.keys(chunk.modules).filter((id) => /\/src\/\w+\/\w+Page\.tsx$/.test(id)),
        )
        if (early.length > 0) this.error(`pages must be split from the entry: ${early.join(', ')}`)
        for (const wanted of FIRST) {
          const chunk = chunks.find(({ modules }) =>
            Object.keys(modules).some((id) => wanted.test(id)),
          )
          if (!chunk) this.error(`nothing holds ${wanted}`)
          for (const part of withImports(chunks, chunk)) needed.add(part)
        }
        const sizes = sizeOf(bundle, needed)
        const bytes = sizes.reduce((sum, [, size]) => sum + size, 0)
        const told = `first load: ${(bytes / 1000).toFixed(1)} of ${MOST_BYTES / 1000} kB gzip`
        if (bytes > MOST_BYTES) {
          const largest = sizes.slice(0, 10).map(([name, size]) => `${name} ${size}`)
          this.error(`${told}; largest: ${largest.join(', ')}`)
        }
        this.info(told)
      },
    },
  }
}
