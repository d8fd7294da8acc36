import * as vscode from 'vscode';
import { settings } from '../settings.ts';
import type { Source } from './source.ts';
import { settingOf, trackersIn } from './trackersSetting.ts';

const SETTING = 'cloudtrailTracker.trackers';

/**
 * The trackers that were connected to: in the settings, so that they can be seen, shared and edited. Nothing secret is in them.
 * Workspaces cannot set them (scope `machine`): they would send signed requests elsewhere.
 */
export function rememberedTrackers(): Source[] {
  return trackersIn(settings.trackers());
}

export async function rememberTracker(source: Source): Promise<void> {
  await write([...rememberedTrackers().filter(({ id }) => id !== source.id), source]);
}

export async function forgetTracker(id: string): Promise<void> {
  const trackers = rememberedTrackers();
  if (trackers.some((tracker) => tracker.id === id)) await write(trackers.filter((tracker) => tracker.id !== id));
}

async function write(sources: readonly Source[]): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration().update(SETTING, sources.map(settingOf), Global);
}
