// A picture as everybody may load it.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'

/** The JPEG of a product or of a story that is shown; throws `not_found` for any other. */
export async function readPicture(
  deps: Pick<AppDeps, 'retailers'>,
  { pictureId }: { readonly pictureId: string },
): Promise<{ readonly jpeg: Uint8Array }> {
  const retailerId = retailerIdOf(pictureId)
  if (retailerId === undefined) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    const picture = await unit.pictures.picture(pictureId)
    if (!picture || !(await unit.pictures.isShown(pictureId))) throw new Problem('not_found')
    return { jpeg: picture.jpeg }
  })
}
