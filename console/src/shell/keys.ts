export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

// Asked for from elsewhere on the page: by a key, a menu or an action.
export const OPEN_SEARCH = 'homefield:open-search'
export const OPEN_SHORTCUTS = 'homefield:open-shortcuts'
