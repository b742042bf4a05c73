/** What a browser or an app gets, judged by where a file stands and by its name. */

const FOLDERS =
  /(?:^|\/)(?:dist|build|out|public|static|www|assets|\.next\/static|\.nuxt|\.output|\.svelte-kit|\.vercel\/output)\//i;
const NAMES = /\.(?:min\.[cm]?js|bundle\.js|chunk\.js|map|html?|apk|aab|ipa|asar|crx|xpi)$/i;

export function isClientSide(path: string): boolean {
  return FOLDERS.test(path) || NAMES.test(path);
}
