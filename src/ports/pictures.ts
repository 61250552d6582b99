// Pictures from people and shops, made safe. Implemented in `src/intake`.

/** A picture that this server drew anew: a JPEG of at most 1 600 pixels a side, without metadata. */
export type CleanPicture = {
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/** Draws a JPEG, PNG or WebP anew; throws `picture_unreadable` for anything else, and for more than 2 MB. */
export type CleanPictureOf = (bytes: Uint8Array) => Promise<CleanPicture>
