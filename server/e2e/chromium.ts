// Finds the browser that the browser tests drive. Run as a program it prints the path.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
]

/** No network of its own, no screen: a page is drawn as a visitor's, and told nothing it did not ask. */
export const CHROMIUM_FLAGS = [
  '--headless',
  // Root has no user namespace to sandbox in, and tests load only our own pages.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** CHROME_PATH decides when it is set; else the first one on this machine. */
export function findChromium(): string | undefined {
  const given = process.env.CHROME_PATH
  if (given) return isProgram(given) ? given : undefined
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...PLACES].find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  const found = findChromium()
  if (found) console.log(found)
  process.exitCode = found ? 0 : 1
}
