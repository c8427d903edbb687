// The answers' common shapes, and short names for describing a path to openapi-fetch by hand.

/** A page of a list: `next_cursor` is null on the last one. */
export interface Listed<T> {
  items: T[]
  next_cursor: string | null
}

export interface Paging {
  limit?: number
  cursor?: string
}

type WithPath<Path> = Path extends undefined ? { path?: never } : { path: Path }

type WithBody<Body> = Body extends undefined
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Body } } }

type Operation<Query, Path, Body, Answer> = WithBody<Body> & {
  parameters: WithPath<Path> & { query?: Query; header?: never; cookie?: never }
  responses: { 200: { headers: object; content: { 'application/json': Answer } } }
}

export interface Get<Answer, Query = undefined, Path = undefined> {
  get: Operation<Query, Path, undefined, Answer>
}
export interface Post<Answer, Body = undefined, Path = undefined> {
  post: Operation<undefined, Path, Body, Answer>
}
export interface Delete<Answer, Path = undefined> {
  delete: Operation<undefined, Path, undefined, Answer>
}
