import type { ExtensionContext } from 'vscode';
import type { Accounts } from './accounts/accounts.ts';
import type { ClassFiles } from './classes/classFiles.ts';
import type { Commands } from './commands.ts';
import type { Format } from './format.ts';
import type { Session } from './session.ts';
import type { Visibility } from './visibility.ts';

/** What every feature is registered with. */
export interface FeatureDeps {
  context: ExtensionContext;
  commands: Commands;
  session: Session;
  /** What accounts are called; views show names by `format`, which knows when names are hidden. */
  accounts: Accounts;
  classes: ClassFiles;
  visibility: Visibility;
  /** In the viewer's language and zone; a setting may change the zone. */
  format: () => Format;
}
