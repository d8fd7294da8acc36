import * as vscode from 'vscode';
import { followedLink } from '../../backend/aws/connectionLink.ts';
import { AWS_COMMANDS, type AwsFeatures } from './awsFeatures.ts';
import type { FeatureDeps } from '../featureDeps.ts';

/** Registers the commands that need AWS; each loads what it needs when it is first run. */
export function registerAws({ context, commands }: FeatureDeps, load: () => Promise<AwsFeatures>): void {
  // A link that somebody sent: it is read, and asked about, where it is followed.
  context.subscriptions.push(
    vscode.window.registerUriHandler({
      handleUri: ({ path, query }) => {
        const text = path === '/connect' ? followedLink(query) : path;
        return vscode.commands.executeCommand('cloudtrailTracker.connect', text);
      },
    }),
  );
  for (const id of AWS_COMMANDS) commands.register(id, async (node?: unknown) => (await load()).commands[id](node));
}
