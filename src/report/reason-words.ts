/**
 * Why something is client-side, in one line that a developer can act on. Names come from tables of this program, except
 * for folders and variables.
 */
import type { ExposureReason, ReasonKind } from '../core/exposure-reason.ts';
import type { Finding } from '../core/finding.ts';
import { shownText } from './shown.ts';

type Words = (name: string, variable: string) => string;

const WORDS: Readonly<Record<ReasonKind, Words>> = {
  'public-variable': (tool, variable) =>
    `${variable} is inlined into the browser bundle by ${tool}: everyone can read it`,
  'inlined-variable': (tool, variable) =>
    `this setting of ${tool} inlines ${variable} into the bundle: whoever gets that can read it`,
  bundle: (bundler) =>
    `in ${/^[aeiou]/i.test(bundler) ? 'an' : 'a'} ${bundler} bundle that browsers download: everyone can read it`,
  'framework-output': (folder) => `in ${folder}, which every browser gets`,
  'served-folder': (folder) => `in ${folder}, which is served as it is: everyone can read it`,
  'output-folder': (folder) =>
    `in ${folder}, where builds for browsers go: whatever is deployed from it everyone can read`,
  minified: () => 'in a minified script, as browsers download them: everyone can read it',
  'source-map': () => 'in a source map: browsers can download it, and it shows the sources',
  page: () => 'in a page that browsers load: everyone can read it',
  'page-data': (framework) => `in the data that ${framework} puts into the page: everyone can read it`,
  component: (framework) => `in a ${framework} component, which runs in the browser: everyone can read it`,
  'service-worker': () => 'in a service worker, which browsers download: everyone can read it',
  'browser-extension': () => 'in a browser extension: whoever installs it can read it',
  app: (platform) => `in what ships with the app (${platform}): whoever installs it can unpack and read it`,
  'browser-entry': (field) => `in what \`${field}\` of package.json gives to browsers: everyone can read it`,
  package: () => 'in what `npm pack` ships: whoever installs the package can read it',
  site: () => 'served by the site: everyone can read it',
};

export function reasonWords({ kind, name = '' }: ExposureReason, { variable = '' }: Finding): string {
  return WORDS[kind](shownText(name), shownText(variable));
}
