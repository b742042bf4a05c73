// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts of settings
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('public-env');
const NAME = 'TIMETIME_API_KEY';

/** `rule variable exposure` of each finding, by `path:line`. */
async function findingsIn(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { report } = await runJson([], { cwd: temporaryDirectory(files) });
  return Object.fromEntries(
    report.findings.map(({ ruleId, variable, exposure, path, startLine }) => [
      `${path}:${startLine}`,
      `${ruleId} ${variable ?? '-'} ${exposure}`,
    ]),
  );
}

describe('a public variable', () => {
  it('that holds a key in settings is timetime-public-env, one finding for one key at one place', async () => {
    const files = {
      '.env': `A=1\nNEXT_PUBLIC_TT=${KEY}\n`,
      '.github/workflows/ci.yml': `env:\n  VITE_TT: ${KEY}\n`,
      '.gitlab-ci.yml': `variables:\n  REACT_APP_TT: "${KEY}"\n`,
      'azure-pipelines.yml': `- name: EXPO_PUBLIC_TT\n  value: ${KEY}\n`,
      'bitbucket-pipelines.yml': `- export GATSBY_TT=${KEY}\n`,
      '.circleci/config.yml': `environment:\n  NUXT_PUBLIC_TT: ${KEY}\n`,
      Dockerfile: `FROM node\nARG VUE_APP_TT=${KEY}\nENV PUBLIC_TT ${KEY}\n`,
      'vercel.json': `{"env":{"NEXT_PUBLIC_TT":"${KEY}"}}`,
      'netlify.toml': `[build.environment]\nNG_APP_TT = "${KEY}"\n`,
      'compose.yaml': `environment:\n  - STORYBOOK_TT=${KEY}\n`,
      'build.sh': `export PARCEL_TT='${KEY}'\n`,
      'package.json': `{"scripts":{"build":"VITE_TT=${KEY} vite build"}}`,
      'vite.config.ts': `define: { 'import.meta.env.VITE_TT': JSON.stringify('${KEY}') }`,
    };
    expect(await findingsIn(files)).toEqual({
      '.env:2': 'timetime-public-env NEXT_PUBLIC_TT client',
      '.github/workflows/ci.yml:2': 'timetime-public-env VITE_TT client',
      '.gitlab-ci.yml:2': 'timetime-public-env REACT_APP_TT client',
      'azure-pipelines.yml:2': 'timetime-public-env EXPO_PUBLIC_TT client',
      'bitbucket-pipelines.yml:1': 'timetime-public-env GATSBY_TT client',
      '.circleci/config.yml:2': 'timetime-public-env NUXT_PUBLIC_TT client',
      'Dockerfile:2': 'timetime-public-env VUE_APP_TT client',
      'Dockerfile:3': 'timetime-public-env PUBLIC_TT client',
      'vercel.json:1': 'timetime-public-env NEXT_PUBLIC_TT client',
      'netlify.toml:2': 'timetime-public-env NG_APP_TT client',
      'compose.yaml:2': 'timetime-public-env STORYBOOK_TT client',
      'build.sh:1': 'timetime-public-env PARCEL_TT client',
      'package.json:1': 'timetime-public-env VITE_TT client',
      'vite.config.ts:1': 'timetime-public-env VITE_TT client',
    });
  });

  it('in a bundle names what carried the key, whose finding it is', async () => {
    const files = {
      'dist/a.js': `var e={BASE_URL:"/",MODE:"production",SSR:!1,VITE_TT:"${KEY}"};`,
      'dist/b.js': `window.__ENV__ = { "REACT_APP_TT": '${KEY}' };`,
      'dist/c.js': `const e = JSON.parse("{\\"VITE_TT\\":\\"${KEY}\\"}");`,
      'index.html': `<script id="__NEXT_DATA__" type="application/json">{"env":"{\\"NEXT_PUBLIC_TT\\":\\"${KEY}\\"}"}</script>`,
    };
    expect(await findingsIn(files)).toEqual({
      'dist/a.js:1': 'timetime-api-key VITE_TT client',
      'dist/b.js:1': 'timetime-api-key REACT_APP_TT client',
      'dist/c.js:1': 'timetime-api-key VITE_TT client',
      'index.html:1': 'timetime-api-key NEXT_PUBLIC_TT client',
    });
  });

  it('is but a name in a program, and nothing without a key', async () => {
    const files = {
      'server.ts': `const PUBLIC_KEY = '${KEY}';\n`,
      '.env': 'NEXT_PUBLIC_TIMETIME_API_KEY=\nVITE_TT=tt1.<your-key>\n',
      '.github/workflows/ci.yml':
        'NEXT_PUBLIC_TIMETIME_API_KEY: ${{ secrets.NEXT_PUBLIC_TIMETIME_API_KEY }}\n',
      'README.md': 'Set `NEXT_PUBLIC_TT=$TIMETIME_API_KEY`.\n',
      'server.js': "define(['a'], () => process.env.TIMETIME_API_KEY);\n",
    };
    expect(await findingsIn(files)).toEqual({ 'server.ts:1': 'timetime-api-key - none' });
  });
});

describe('settings that publish the secret variable', () => {
  const SETTINGS = {
    '.github/workflows/ci.yml': `env:\n  NEXT_PUBLIC_TT: \${{ secrets.${NAME} }}\n`,
    'vite.config.ts': `define: { 'process.env.${NAME}': JSON.stringify(process.env.${NAME}) }\n`,
    'webpack.config.js': `new webpack.EnvironmentPlugin(['${NAME}'])\n`,
    'next.config.mjs': `export default { env: { ${NAME}: process.env.${NAME} } }\n`,
    'nuxt.config.ts': `runtimeConfig: { public: { tt: process.env.${NAME} } }\n`,
  };

  it('are findings without a key', async () => {
    expect(await findingsIn(SETTINGS)).toEqual({
      '.github/workflows/ci.yml:2': 'timetime-public-env NEXT_PUBLIC_TT client',
      'vite.config.ts:1': 'timetime-public-env TIMETIME_API_KEY client',
      'webpack.config.js:1': 'timetime-public-env TIMETIME_API_KEY client',
      'next.config.mjs:1': 'timetime-public-env TIMETIME_API_KEY client',
      'nuxt.config.ts:1': 'timetime-public-env TIMETIME_API_KEY client',
    });
  });

  it('mean nothing in files of another kind', async () => {
    expect(
      await findingsIn({
        'server.js': 'fork(path, { env: { TIMETIME_API_KEY: process.env.TIMETIME_API_KEY } });\n',
        'docs/next.config.md': SETTINGS['next.config.mjs'],
        'src/routes.ts': 'const x = { public: { tt: process.env.TIMETIME_API_KEY } };\n',
      }),
    ).toEqual({});
  });

  it('have no key in JSON, and a fingerprint of rule, variable and path', async () => {
    const [first, moved, renamed] = await Promise.all(
      [
        { 'vite.config.ts': SETTINGS['vite.config.ts'] },
        { 'vite.config.ts': `\n\n${SETTINGS['vite.config.ts']}` },
        { 'web/vite.config.ts': SETTINGS['vite.config.ts'] },
      ].map(async (files) => (await runJson([], { cwd: temporaryDirectory(files) })).report),
    );
    expect(first?.secrets).toEqual([]);
    const finding = first?.findings[0];
    expect(finding).toMatchObject({ level: 'error', confidence: 'likely', startColumn: 24 });
    expect(Object.keys(finding ?? {})).not.toEqual(expect.arrayContaining(['secretId']));
    expect(Object.keys(finding ?? {})).not.toEqual(expect.arrayContaining(['masked']));
    expect(moved?.findings[0]?.fingerprint).toBe(finding?.fingerprint);
    expect(renamed?.findings[0]?.fingerprint).not.toBe(finding?.fingerprint);
  });

  it('show in every format, with the reason', async () => {
    const cwd = temporaryDirectory({ 'next.config.mjs': SETTINGS['next.config.mjs'] });
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown', 'html']) {
      const { code, stdout } = await runCli(['--format', format], { cwd });
      expect(code).toBe(1);
      expect(stdout, format).toContain('setting of Next.js inlines TIMETIME_API_KEY into the bundle');
    }
    const { stderr } = await runCli([], { cwd });
    expect(stderr).toContain('Found settings that publish a key in 1 place (1 error)');
  });

  it('are found in the index and in history, once for each path, and known to a baseline', async () => {
    const scratch = new ScratchRepository();
    scratch.write('next.config.mjs', SETTINGS['next.config.mjs']).git('add', '.');
    expect((await runCli(['--staged'], { cwd: scratch.path })).code).toBe(1);
    scratch.commit();
    scratch.write('next.config.mjs', `// more\n${SETTINGS['next.config.mjs']}`).commit();
    const { report } = await runJson(['--history'], { cwd: scratch.path });
    expect(report.findings.map(({ ruleId, path, startLine }) => [ruleId, path, startLine])).toEqual([
      ['timetime-public-env', 'next.config.mjs', 1],
    ]);
    expect((await runCli(['--staged'], { cwd: scratch.path })).code).toBe(0);
    await runCli(['baseline'], { cwd: scratch.path });
    expect((await runCli([], { cwd: scratch.path })).code).toBe(0);
  });
});
