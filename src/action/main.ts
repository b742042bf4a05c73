/** The step of GitHub Actions: what `action.yml` starts. */
import { realpathSync } from 'node:fs';
import { reportFailure } from '../cli/failure.ts';
import { onInterrupt } from '../cli/interrupt.ts';
import { readInputs } from './inputs.ts';
import { writeFailure } from './outputs.ts';
import { runAction } from './run.ts';
import { readWorkflow, trustWorkspace } from './workflow.ts';

const interruption = onInterrupt();
try {
  const inputs = readInputs(process.env);
  // No program that this starts has a use for it.
  Reflect.deleteProperty(process.env, 'INPUT_TOKEN');
  const workflow = readWorkflow(process.env);
  trustWorkspace(process.env, realpathSync(workflow.workspace), inputs.path);
  process.chdir(workflow.workspace);
  const code = await runAction({ inputs, workflow, signal: interruption.signal });
  process.exitCode = interruption.exitCode() ?? code;
} catch (error) {
  const code = reportFailure(error);
  process.exitCode = interruption.exitCode() ?? code;
  writeFailure(process.env, code);
} finally {
  interruption.stop();
}
