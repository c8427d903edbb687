// One name for all pages of a kind: numbers and UUIDs in a path are somebody's ids.

const AN_ID = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

export const pageKey = (path: string): string =>
  path
    .split('/')
    .map((part) => (AN_ID.test(part) ? ':id' : part))
    .join('/')
