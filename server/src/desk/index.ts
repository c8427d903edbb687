export {
  type AnyApprovalKind,
  type ApprovalKind,
  approvalKind,
  countToDecide,
  type NewApproval,
  requestApproval,
  useApprovals,
} from './approvals.ts'
export { csvLine } from './encode.ts'
export {
  type AnyExportKind,
  type Column,
  type ExportKind,
  exportKind,
  listExport,
  type Row,
  useExports,
  wholeList,
} from './export-kinds.ts'
export { type DataExport, exportApproval, type NewExport, startExport } from './exports.ts'
export { queues, takeUp } from './jobs.ts'
export { type OwnName, ownNames, useOwnNames, withLinkNames } from './link-names.ts'
export { deskExports } from './list-exports.ts'
export { countUnread, type NewNotice, notify } from './notices.ts'
export { routes } from './routes.ts'
export { type ExportFiles, runExport } from './run-export.ts'
export { closeTaskOf, type NewTask, openTask, possibleOwners, tasksOf } from './tasks.ts'
export { calledAs, namedBy } from './value-names.ts'
export { type FigureKind, type FigureSheet, figureWorkbook, workbook } from './workbook.ts'
