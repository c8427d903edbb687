import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'

/** Boards or questions that a report can show, by name. */
export const savedChoicesQuery = (kind: 'daily' | 'board' | 'question') =>
  queryOptions({
    queryKey: ['insight', 'saved-choices', kind],
    queryFn: async ({ signal }) => {
      const query = { limit: 200 }
      const { items } =
        kind === 'board'
          ? await answer(client.GET('/api/v1/insight/boards', { params: { query }, signal }))
          : await answer(client.GET('/api/v1/insight/questions', { params: { query }, signal }))
      return items.map(({ id, name }) => ({ value: id, label: name }))
    },
  })
