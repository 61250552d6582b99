// The description as it is kept in docs/reference and served.

import { endpoints } from '../v1/endpoints.ts'
import { apiDocument } from './api-document.ts'

/** JSON with two spaces and a line end, the same on every machine. */
export function openapiText(): string {
  return `${JSON.stringify(apiDocument(endpoints), undefined, 2)}\n`
}
