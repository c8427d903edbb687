// npm test: every check in order, one line with its time each, the totals last.
//   --pg15         the domains' tests again on PostgreSQL 15, the oldest supported; always with CI=true
//   --checks-only  format, lint and types, no tests
// Anything else goes to vitest: npm test -- server/src/identity
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, pinnedNode, root } from './install.mjs'
import { apiTypes } from './openapi.mjs'
import { ensureConsole, ensureShop } from './pages.mjs'
import { runtimeEnvironment } from './run.mjs'
import { ensureSdks } from './sdk.mjs'
import { ensureChromium, ensurePostgres15, hasChineseFont } from './system-packages.mjs'

const args = process.argv.slice(2)
const onOldest = args.includes('--pg15') || process.env.CI === 'true'
const checksOnly = args.includes('--checks-only')
const vitestArgs = args.filter((arg) => arg !== '--pg15' && arg !== '--checks-only')
const total = { passed: 0, failed: 0 }

/** `work` answers '' or what went wrong; the first fault ends everything. */
function step(name, work) {
  const began = Date.now()
  const fault = work()
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`
  console.log(`${fault ? '✗' : '✓'} ${name.padEnd(40)} ${seconds.padStart(8)}`)
  if (fault) {
    console.log(`\nFailed: ${name}. ${fault}`)
    process.exit(1)
  }
}

// However it ends, the totals over all runs are the last line.
process.on('exit', (status) => {
  if (checksOnly && status === 0) return
  if (status !== 0 && total.failed === 0) total.failed = 1
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
})

/** Runs a script of ours on the pinned Node; '' or how it ended. */
function run(script, scriptArgs, env = {}) {
  const { status, signal } = spawnSync(pinnedNode, [join(root, script), ...scriptArgs], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...runtimeEnvironment(), ...env },
  })
  return status === 0 ? '' : `It ended with ${signal ?? `code ${status}`}; its words are above.`
}

function runTests(env, paths = vitestArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'homefield-results-'))
  const file = join(folder, 'results.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const fault = run('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...paths], env)
    if (!existsSync(file)) return fault || 'It wrote no results.'
    const results = JSON.parse(readFileSync(file, 'utf8'))
    total.passed += results.numPassedTests
    total.failed += results.numFailedTests
    const left = results.numPendingTests + results.numTodoTests
    if (!fault && left > 0) return `${left} tests were skipped; a test runs or does not exist.`
    if (!fault && results.numPassedTests === 0) return 'No test ran.'
    return fault
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

step('install', () => {
  ensureInstalled()
  return ''
})
step('format and lint', () => run('node_modules/@biomejs/biome/bin/biome', ['check', '.']))
const types = (project) => () => run('node_modules/typescript/bin/tsc', ['-p', project])
step('types: server', types('.'))
step('types: console', types('console'))
step('types: shop', types('h5'))
step('types: SDKs', () => types('sdk/web')() || types('sdk/miniprogram')() || types('sdk')())
step('types of the API are those of the server', () =>
  apiTypes(['--check']) ? '' : 'See its words above.',
)
if (checksOnly) process.exit(0)

const chromium = { path: '' }
step('browser', () => {
  const { path, fault } = ensureChromium()
  chromium.path = path
  return fault
})
if (!hasChineseFont()) {
  console.log(
    '  No Chinese font (fonts-noto-cjk): pictures of pages will show boxes for characters.',
  )
}
step('console and shop', () => {
  ensureConsole()
  ensureShop()
  return ''
})
step('SDKs', () => {
  ensureSdks()
  return ''
})
step('tests', () => runTests({ CHROME_PATH: chromium.path }))
if (onOldest) {
  const oldest = { bin: '' }
  step('PostgreSQL 15', () => {
    const { path, fault } = ensurePostgres15()
    oldest.bin = path
    return fault
  })
  // Servers of their own bring the newest PostgreSQL along: their tests would be the same.
  const domains =
    vitestArgs.length > 0
      ? vitestArgs
      : ['server/src', '--exclude=server/src/platform/embedded-postgres.test.ts']
  step('tests on PostgreSQL 15', () =>
    runTests({ CHROME_PATH: chromium.path, TEST_PG_BIN: oldest.bin }, domains),
  )
}
