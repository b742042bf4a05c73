/** Rule files as modules: see rule-module-plugin.ts. */
declare module '*.yml' {
  export const rules: readonly import('./rule-data.ts').RuleData[];
}
