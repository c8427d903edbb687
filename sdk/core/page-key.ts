// One name for all pages of a kind: numbers and UUIDs in a path are somebody's ids.

const AN_ID = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Most parts are words, and a page's first regular expression costs it more than this look. */
const mayBeId = (part: string): boolean => part < ':' || part.length > 35

export const pageKey = (path: string): string =>
  path
    .split('/')
    .map((part) => (mayBeId(part) && AN_ID.test(part) ? ':id' : part))
    .join('/')
