// What the rules against misuse know of a click, told by the visitor's browser. None of it is stored but the verdict.

export type ClickMisuseContext = {
  /** The user agent names a machine, or there is none. */
  readonly isMachine: boolean
  /** `Sec-Purpose` or `Purpose`: fetched ahead of a click, or for a preview. */
  readonly fetchPurpose?: string
  /** `Sec-Fetch-Dest`: a link that a person follows is a `document`. */
  readonly fetchDestination?: string
  /** The same visitor followed the same link within the hour. */
  readonly seenBefore: boolean
  /** Host of the page that the click came from; absent when the browser does not say. */
  readonly sourceHost?: string
  /** Names of the parameters of the address that was clicked. */
  readonly parameterNames: readonly string[]
  /** The link belongs to a campaign whose links may be advertised. */
  readonly mayBeAdvertised: boolean
}
