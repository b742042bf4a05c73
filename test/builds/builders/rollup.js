export async function build({ require, root, minify, map, environment }) {
  const { rollup } = require('rollup');
  const variables = Object.entries(environment).map(([name, value]) => [
    name === 'DEFINED_KEY' ? '__DEFINED_KEY__' : `process.env.${name}`,
    JSON.stringify(value),
  ]);
  const bundle = await rollup({
    input: [`${root}/src/index.js`, `${root}/src/worker.js`],
    plugins: [
      require('@rollup/plugin-replace')({ preventAssignment: true, values: Object.fromEntries(variables) }),
      require('@rollup/plugin-json')(),
      ...(minify ? [require('@rollup/plugin-terser')()] : []),
    ],
  });
  await bundle.write({
    dir: `${root}/dist`,
    format: 'es',
    sourcemap: { external: true, inline: 'inline', none: false }[map],
  });
  await bundle.close();
}
