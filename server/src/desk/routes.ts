import type { Http } from '../platform/http.ts'
import { approvalRoutes } from './approval-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { noticeRoutes } from './notice-routes.ts'
import type { ExportFiles } from './run-export.ts'
import { taskRoutes } from './task-routes.ts'

export const routes =
  (files: ExportFiles) =>
  (app: Http): void => {
    noticeRoutes(app)
    approvalRoutes(app)
    taskRoutes(app)
    exportRoutes(files)(app)
  }
