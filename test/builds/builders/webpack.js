const DEVTOOLS = { external: 'source-map', inline: 'inline-source-map', none: false };

export async function build({ version, require, root, minify, map, environment }) {
  const webpack = require('webpack');
  const variables = Object.entries(environment).map(([name, value]) => [
    name === 'DEFINED_KEY' ? '__DEFINED_KEY__' : `process.env.${name}`,
    JSON.stringify(value),
  ]);
  const definitions = new webpack.DefinePlugin(Object.fromEntries(variables));
  const config = {
    context: root,
    entry: version === 5 ? './src/index.js' : { main: './src/index.js', worker: './src/worker.js' },
    output: { path: `${root}/dist`, filename: '[name].js' },
    devtool: DEVTOOLS[map],
    module: {
      rules: [
        {
          test: /\.css$/,
          use: [
            require.resolve('style-loader'),
            { loader: require.resolve('css-loader'), options: { sourceMap: map !== 'none' } },
          ],
        },
      ],
    },
    plugins: [definitions],
  };
  if (version > 3) Object.assign(config, { mode: 'production', optimization: { minimize: minify } });
  else if (minify) config.plugins.push(new webpack.optimize.UglifyJsPlugin({ sourceMap: true }));
  await new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      const failure = error ?? (stats.hasErrors() ? new Error(stats.toString('errors-only')) : undefined);
      if (failure) reject(failure);
      else resolve();
    });
  });
}
