import type { ExtensionContext } from 'vscode';
import type { Commands } from './commands.ts';
import type { Format } from './format.ts';
import type { Session } from './session.ts';
import type { Visibility } from './visibility.ts';

/** What every feature is registered with. */
export interface FeatureDeps {
  context: ExtensionContext;
  commands: Commands;
  session: Session;
  visibility: Visibility;
  /** In the viewer's language and zone; a setting may change the zone. */
  format: () => Format;
}
