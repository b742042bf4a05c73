/** The host of a URL as it is looked up: `::1` of `[::1]`, `localhost` of `localhost.`. */
export function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
