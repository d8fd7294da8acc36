import path from 'node:path';
import { packageDeployment } from './packageDeployment.ts';
import { projectFolder, runScript } from './runProgram.ts';

/** Packs what the build made, with the tracker that the extension deploys, into dist/cloudtrail-tracker.vsix, as `npm run package` does, and returns its path. */
export async function packageExtension(): Promise<string> {
  await packageDeployment();
  const vsix = path.join(projectFolder, 'dist/cloudtrail-tracker.vsix');
  await runScript('node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix);
  return vsix;
}
