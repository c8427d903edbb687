// Where in the site this shop stands: /m/<slug>/…, or /m/<slug>/at/<storefront>/… for one beside the shop's own.
const [, shopSlug = '', besides = ''] =
  /^\/m\/([^/]+)(?:\/at\/([a-z0-9][a-z0-9_-]*))?/.exec(window.location.pathname) ?? []
export const slug = shopSlug
/** Empty: the shop's own storefront. */
export const storefront = besides

const rootOf = (code: string) => (code === '' ? `/m/${slug}` : `/m/${slug}/at/${code}`)
export const home = rootOf(storefront)
/** The front page of another storefront; empty: the shop's own. */
export const frontOf = (code: string): string => `${rootOf(code)}/`

/** An address inside the storefront she stands in, for links and the router. */
export const to = (path: string): string => `${home}${path === '/' ? '/' : path}`
