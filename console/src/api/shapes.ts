// Short names for the parts of the API's generated types.
import type { paths } from './api.d.ts'

type Path = keyof paths
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Json<Part> = Part extends { content: { 'application/json': infer Shape } } ? Shape : never
type Success<Responses> = Json<Responses[keyof Responses & (200 | 201 | 202)]>

/** What a call answers when it went well. */
export type Answer<P extends Path, M extends Method = 'get'> = paths[P][M] extends {
  responses: infer Responses
}
  ? Success<Responses>
  : never

/** One of the items that a list answers. */
export type Item<P extends Path> = Answer<P> extends { items: (infer One)[] } ? One : never

/** What a list can be asked by. */
export type Search<P extends Path> = paths[P]['get'] extends { parameters: { query?: infer Query } }
  ? NonNullable<Query>
  : never

/** The body that a call sends. */
export type Sent<P extends Path, M extends Method = 'post'> = paths[P][M] extends {
  requestBody?: infer Body
}
  ? Json<NonNullable<Body>>
  : never
