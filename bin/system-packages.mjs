// What tests need of the system: found, or installed where that needs nobody's leave (root on
// Debian), or asked for. Each answers { path, fault }, one of them empty.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './install.mjs'

export function ensureChromium() {
  const find = () => {
    const program = join(root, 'server', 'e2e', 'chromium.ts')
    return spawnSync(pinnedNode, [program], { encoding: 'utf8' }).stdout.trim()
  }
  if (!find() && !process.env.CHROME_PATH) aptInstall(['chromium', 'fonts-noto-cjk'])
  const path = find()
  const fault = process.env.CHROME_PATH
    ? `CHROME_PATH is ${process.env.CHROME_PATH}, which is no program.`
    : 'No Chromium on this machine: install it (Debian: apt-get install chromium fonts-noto-cjk), or set CHROME_PATH to its program.'
  return path ? { path, fault: '' } : { path: '', fault }
}

export function ensurePostgres15() {
  const path = '/usr/lib/postgresql/15/bin'
  const isThere = () => existsSync(join(path, 'initdb'))
  if (!isThere()) aptInstall(['postgresql-15'])
  if (isThere()) return { path, fault: '' }
  return {
    path: '',
    fault: `PostgreSQL 15 is not in ${path}: install it (Debian 12: apt-get install postgresql-15).`,
  }
}

export function hasChineseFont() {
  const { error, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  return Boolean(error) || stdout.trim() !== ''
}

function aptInstall(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log(`Installing ${packages.join(', ')} …`)
  const apt = (args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt(['update', '-qq'])
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])
}
