// Where in the site this shop stands: /m/<slug>/…
export const slug = /^\/m\/([^/]+)/.exec(window.location.pathname)?.[1] ?? ''
const home = `/m/${slug}`

/** An address inside the shop, for links and the router. */
export const to = (path: string): string => `${home}${path === '/' ? '/' : path}`
