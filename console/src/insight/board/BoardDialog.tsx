import { useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../../i18n/texts.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { BOARDS, type Board, changeBoard, createBoard, type NewBoard } from './api.ts'
import { ShareFields, type ShareValues, sharedAs } from './ShareFields.tsx'

/** What a board is called and who sees it: of a new one, a copy, or one that stands. */
export function BoardDialog(props: {
  from: NewBoard | undefined
  board: Board | undefined
  days: string
  onSaved: (id: string) => void
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { from, board } = props
  const title = board ? 'board.rename' : from ? 'board.copy' : 'board.new'
  return (
    <FormDialog<ShareValues, Board>
      title={t(title)}
      okText={t(board ? 'action.save' : 'action.create')}
      initial={{
        name: board?.name ?? from?.name ?? '',
        description: board?.description ?? '',
        sharing: board?.sharing ?? 'private',
        ...(board?.role && { role: board.role }),
      }}
      save={(values) => {
        const shared = sharedAs(values)
        if (board) return changeBoard(board.id, { ...shared, revision: board.revision })
        const content = from ?? { widgets: [], days: props.days, who: null }
        return createBoard({ ...content, ...shared })
      }}
      onSaved={async (saved) => {
        queryClient.setQueryData([...BOARDS, saved.id], saved)
        await queryClient.invalidateQueries({ queryKey: [...BOARDS, 'list'] })
        props.onSaved(saved.id)
      }}
      onClose={props.onClose}
    >
      <ShareFields />
    </FormDialog>
  )
}
