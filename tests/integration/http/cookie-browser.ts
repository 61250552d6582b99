// A browser as far as a server sees it: it keeps cookies, posts forms and follows nothing by itself.

/** A browser as far as it matters here: it wants pages, follows nothing by itself, and keeps cookies. */
export function openBrowser({ url }: { readonly url: string }) {
  const jar = new Map<string, string>()
  return {
    jar,
    async visit(
      path: string,
      { form, headers = {} }: { form?: string; headers?: Record<string, string> } = {},
    ) {
      const response = await fetch(`${url}${path}`, {
        method: form === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: {
          accept: 'text/html,application/xhtml+xml',
          cookie: Array.from(jar, ([name, value]) => `${name}=${value}`).join('; '),
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
        ...(form === undefined ? {} : { body: form }),
      })
      const set = response.headers.getSetCookie()
      for (const cookie of set) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '') jar.delete(name)
        else jar.set(name, value)
      }
      return {
        status: response.status,
        to: response.headers.get('location'),
        text: await response.text(),
        set,
      }
    },
  }
}
