// WeChat's storage, which throws when it is full (10 MB, 1 MB a key) and blocks while it writes.
import type { Backlog, Entry } from '../../core/queue.ts'
import type { Jar, Shelf } from '../../core/visitor.ts'
import type { Wx } from './wx.ts'

export function openShelf(wx: Wx): Shelf {
  return {
    get(name) {
      try {
        const found = wx.getStorageSync(name)
        return typeof found === 'string' && found !== '' ? found : null
      } catch {
        // Storage can be out of order on a phone: the SDK goes on with what it has in memory.
        return null
      }
    },
    set(name, value) {
      try {
        wx.setStorageSync(name, value)
        return true
      } catch {
        // Full: as above.
        return false
      }
    },
    remove(name) {
      try {
        wx.removeStorageSync(name)
      } catch {
        // What cannot be removed now is too old or overwritten later.
      }
    },
  }
}

export function openJar(shelf: Shelf): Jar {
  const memory = new Map<string, string>()
  return {
    get(name) {
      try {
        const [until, value] = JSON.parse(shelf.get(name) ?? memory.get(name) ?? '[0]')
        return until > Date.now() ? value : undefined
      } catch {
        // Written by somebody else.
        return undefined
      }
    },
    put(name, value, seconds) {
      const text = JSON.stringify([Date.now() + seconds * 1000, value])
      if (shelf.set(name, text)) memory.delete(name)
      else memory.set(name, text)
    },
    drop(name) {
      memory.delete(name)
      shelf.remove(name)
    },
  }
}

/** The whole list under one key, written a moment later and at once when the program is hidden. */
export function openBacklog(wx: Wx, shelf: Shelf) {
  let key = ''
  let entries: Entry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      // Full: the list goes on in memory, and is written again with the next change.
      if (entries.length > 0) wx.setStorage({ key, data: JSON.stringify(entries) })
      else shelf.remove(key)
    }, 300)
  }
  return {
    open(prefix: string, isNew: boolean): Backlog {
      key = `${prefix}queue`
      return {
        load() {
          if (isNew) return entries
          try {
            const found = JSON.parse(shelf.get(key) ?? '[]')
            entries = Array.isArray(found) ? found.filter((e) => e?.body) : []
          } catch {
            // Cut short by a full storage: nothing of it can be sent.
            entries = []
          }
          return entries
        },
        add(entry) {
          entries = [...entries, entry]
          later()
        },
        drop(ids) {
          entries = entries.filter((e) => !ids.includes(e.id))
          later()
        },
        // Written soon after every change already.
        save() {},
        isWaiting: () => true,
      }
    },
    /** Hidden, it may be ended without another word. */
    saveNow(): void {
      clearTimeout(timer)
      timer = undefined
      if (key === '') return
      if (entries.length > 0) shelf.set(key, JSON.stringify(entries))
      else shelf.remove(key)
    },
  }
}
