import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where a VS Code in the browser keeps its things. */
export interface Profile {
  /** A folder of its own: settings, state, log files and temporary files. */
  folder: string;
  /** Where its extensions are installed. */
  extensions: string;
  /** User settings of a new profile, added to those that keep it quiet and off the network. */
  settings?: Record<string, unknown>;
  /** Settings of scope `machine` of a new profile: a VS Code that is asked from a browser takes them from a file of their own. */
  machineSettings?: Record<string, unknown>;
  /** The display language; the extension's strings follow, the workbench has no translation and stays English. */
  language?: string;
}

const quietSettings: Record<string, unknown> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // It would announce every program on this machine that listens on a port.
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The arguments that make code-server use the profile. */
export function profileArguments({ folder, extensions, language }: Profile): string[] {
  const locale = language ? ['--locale', language] : [];
  const [config, data] = [path.join(folder, 'config.yaml'), path.join(folder, 'data')];
  return ['--config', config, '--user-data-dir', data, '--extensions-dir', extensions, ...locale];
}

/** Makes what the profile lacks. Without a folder for each of these, VS Code leaves files in the home folder and in /tmp. */
export function prepareProfile(profile: Profile): void {
  const [user, machine] = [path.join(profile.folder, 'data/User'), path.join(profile.folder, 'data/Machine')];
  for (const each of [user, machine, profile.extensions, temporary(profile)]) mkdirSync(each, { recursive: true });
  writeFileSync(path.join(profile.folder, 'config.yaml'), '');
  writeNew(path.join(user, 'settings.json'), { ...quietSettings, ...profile.settings });
  writeNew(path.join(machine, 'settings.json'), profile.machineSettings ?? {});
  if (profile.language) writeLanguagePack(path.join(profile.folder, 'data'), profile.language);
}

/** In a profile that is used again, what its user changed stays. */
function writeNew(file: string, settings: Record<string, unknown>): void {
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(settings, undefined, 2));
}

/**
 * VS Code takes a display language only where a language pack is installed for it. The real packs come from the
 * marketplace; an empty one is enough for the extension's own translations.
 */
function writeLanguagePack(data: string, language: string): void {
  const translations = path.join(data, `${language}.i18n.json`);
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extension = { extensionIdentifier: { id: 'cloudtrail-tracker.no-translation' }, version: '1.0.0' };
  const pack = { hash: 'empty', label: language, extensions: [extension], translations: { vscode: translations } };
  writeFileSync(path.join(data, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

/** This process's environment, without what an outer VS Code, npm or code-server's own variables would change. */
export function profileEnvironment(profile: Profile): NodeJS.ProcessEnv {
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|CS_|npm_|(PORT|PASSWORD|HASHED_PASSWORD)$)/.test(name),
  );
  return {
    ...Object.fromEntries(outer),
    // No marketplace: otherwise it looks up hosts.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    TMPDIR: temporary(profile),
    XDG_DATA_HOME: path.join(profile.folder, 'xdg'),
  };
}

/** Sockets lie in it, and their paths may have 107 bytes at most, so its name is short. */
function temporary({ folder }: Profile): string {
  return path.join(folder, 't');
}
