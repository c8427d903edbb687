export { importExports } from './exports.ts'
export { discardOrphans, newUpload, type Uploads } from './files.ts'
export {
  beginUndo,
  createImport,
  type DataImport,
  type ImportState,
  loadImport,
  type NewImport,
  resumeImport,
} from './import.ts'
export { followUp, queues, takeUp } from './jobs.ts'
export { KINDS, type Kind, type Mapping, type MappingInput, plainMapping } from './mapping.ts'
export { mappingFor } from './mapping-for.ts'
export { importsData } from './personal-data.ts'
export { rejectedRows } from './rejected.ts'
export { type Report, reportOf } from './report.ts'
export { routes } from './routes.ts'
export { type Progress, type RunDeps, runImport } from './run.ts'
export {
  getMapping,
  listMappings,
  saveMapping,
  shippedMappings,
  soundMapping,
} from './saved-mappings.ts'
export { sendRun } from './send.ts'
export { runUndo, type UndoReport } from './undo.ts'
