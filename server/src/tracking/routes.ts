import type { Http } from '../platform/http.ts'
import { catalogueRoutes, ruleRoutes } from './catalogue-routes.ts'
import { codeNameRoutes } from './code-name-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { namedRoutes, pageRoutes, pictureRoutes } from './naming-routes.ts'
import type { PictureStores } from './pictures.ts'
import { qualityRoutes } from './quality-routes.ts'

export const routes =
  (base: PictureStores) =>
  (app: Http): void => {
    catalogueRoutes(app)
    ruleRoutes(app)
    documentRoutes(app)
    codeNameRoutes(app)
    qualityRoutes(app)
    namedRoutes(app)
    pageRoutes(app)
    pictureRoutes(base)(app)
  }
