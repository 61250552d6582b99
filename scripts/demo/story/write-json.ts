// JSON as shops write it: whole numbers beyond 2⁵³ keep every digit.

/** `JSON.rawJSON` puts a text into JSON as it stands; the compiler's library does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/** JSON text in which a bigint stands as a number. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'bigint' ? rawJSON(String(field)) : field,
  )
}
