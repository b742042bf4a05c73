/**
 * Why a browser or an app gets what holds a key. The kinds are closed: each has one line of words, which a developer
 * acts on (`report/reason-words.ts`).
 */
export type ReasonKind =
  /** `name`: the tool that takes the variable into what it builds. */
  | 'public-variable'
  /** Settings write a variable into what is built. `name`: the tool. */
  | 'inlined-variable'
  /** `name`: the bundler whose runtime stands in the bytes. */
  | 'bundle'
  /** An output folder of a framework. `name`: the folder, and the framework. */
  | 'framework-output'
  /** `name`: the folder, which is served as it is. */
  | 'served-folder'
  /** `name`: the folder, where builds go. */
  | 'output-folder'
  | 'minified'
  | 'source-map'
  | 'page'
  /** `name`: the framework that puts its state into pages. */
  | 'page-data'
  /** `name`: the framework of the component. */
  | 'component'
  | 'service-worker'
  | 'browser-extension'
  /** What is installed on the devices of users. `name`: the platform. */
  | 'app'
  /** `name`: the field of package.json that names it. */
  | 'browser-entry'
  /** What `npm pack` ships. */
  | 'package'
  /** A site gave it to the scan, and so gives it to anybody. */
  | 'site';

export interface ExposureReason {
  readonly kind: ReasonKind;
  readonly name?: string;
}
