import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AWS_COMMANDS } from '../../extension/aws/awsFeatures.ts';
import { QUERY_CONTEXTS } from '../../extension/queries/queryNode.ts';
import { NODE_CONTEXTS } from '../../extension/tree/nodeIcon.ts';
import { SOURCE_CONTEXTS } from '../../extension/sources/sourceRows.ts';
import { VIEW_STATES } from '../../extension/viewState.ts';

/** What the extension's code names has to stand in package.json, and the other way round; VS Code tells of neither. */

interface MenuItem {
  command: string;
  when?: string;
  group?: string;
}
interface Manifest {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string; icon?: string }[];
    views: Record<string, { id: string; name: string }[]>;
    viewsWelcome: { view: string; contents: string; when: string }[];
    menus: Record<string, MenuItem[]>;
    walkthroughs: { steps: { title: string; description: string; completionEvents: string[] }[] }[];
    configuration: { properties: Record<string, Record<string, unknown>> };
  };
}

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { commands, views, viewsWelcome, menus, walkthroughs, configuration } = manifest.contributes;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const textOf = (reference: string) => texts[reference.replaceAll('%', '')] ?? '';

const code = globSync('extension/**/*.ts', { cwd: root }).map(read).join('\n');
/** Everything in the code that a pattern finds, each once. */
const inCode = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map(([, name = '']) => name))].sort();

const commandIds = commands.map(({ command }) => command).sort();
const viewIds = Object.values(views)
  .flat()
  .map(({ id }) => id)
  .sort();
const settingIds = Object.keys(configuration.properties).sort();
const whens = [...Object.values(menus).flat(), ...viewsWelcome].map(({ when = '' }) => when);
const inWhens = (pattern: RegExp) =>
  [...new Set(whens.flatMap((when) => [...when.matchAll(pattern)].map(([found]) => found)))].sort();

describe('package.json and the code', () => {
  const registered = inCode(/\bregister\(\s*'(cloudtrailTracker\.\w+)'/g);
  const created = inCode(/\b(?:createTreeView|create)\(\s*'(cloudtrailTracker\.\w+)'/g);
  const keys = inCode(/new ContextKey<[^>]*>\(\s*'(cloudtrailTracker\.\w+)'/g);
  const settings = inCode(/\bread<[^>]*>\('(cloudtrailTracker\.\w+)'\)/g);

  it('have the same commands', () => assert.deepEqual([...registered, ...AWS_COMMANDS].sort(), commandIds));
  it('have the same views', () => assert.deepEqual(created, viewIds));
  it('have the same settings', () => assert.deepEqual(settings, settingIds));

  it('have the same context keys', () => {
    // The panel is asked for by its type, as views are by their ids.
    const known = new Set([...viewIds, 'cloudtrailTracker.activity']);
    const asked = inWhens(/cloudtrailTracker\.\w+/g).filter((name) => !known.has(name));
    assert.deepEqual(asked, keys);
  });

  it('have the same context values', () => {
    const asked = whens
      .flatMap((when) => [...when.matchAll(/viewItem (?:==|=~) \/?\^?\(?([\w|]+)/g)])
      .flatMap(([, names = '']) => names.split('|'));
    assert.deepEqual([...new Set(asked)].sort(), [...NODE_CONTEXTS, ...SOURCE_CONTEXTS, ...QUERY_CONTEXTS].sort());
  });

  it('name nothing of ours that is neither', () => {
    // The panel's own, and the status bar item's.
    const others = ['cloudtrailTracker.activity', 'cloudtrailTracker.view'];
    const known = new Set([
      ...commandIds,
      ...viewIds,
      ...viewIds.map((id) => `${id}.focus`),
      ...keys,
      ...settingIds,
      ...others,
    ]);
    assert.deepEqual(
      inCode(/['"`](cloudtrailTracker\.[\w.]+)['"`]/g).filter((name) => !known.has(name)),
      [],
    );
  });

  it('agree on the panel that brings the extension up again, and links do so too', () => {
    const [type] = inCode(/VIEW_TYPE = '([\w.]+)'/g);
    const others = manifest.activationEvents.filter((event) => !event.startsWith('workspaceContains:'));
    assert.deepEqual(others, [`onWebviewPanel:${type}`, 'onUri']);
  });
});

describe('package.json', () => {
  it('wakes the extension where there are lab checklists, which the Testing view lists', () => {
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event.startsWith('workspaceContains:')),
      ['json', 'yaml', 'yml'].map((ending) => `workspaceContains:**/*.lab.${ending}`),
    );
  });

  it('has all its texts in package.nls.json, and these nowhere else', () => {
    const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  for (const { command, title, category } of commands) {
    it(`gives ${command} our category and a title of its own`, () => {
      assert.equal(category, 'CloudTrail Tracker');
      assert.match(title, /^%command\.\w+%$/);
      assert.doesNotMatch(textOf(title), /CloudTrail Tracker/);
    });
  }

  it('offers in menus only commands that there are, and in bars only those with an icon', () => {
    for (const item of Object.values(menus).flat()) {
      const command = commands.find(({ command }) => command === item.command);
      assert.ok(command, item.command);
      if (/^(inline|navigation)/.test(item.group ?? '')) assert.ok(command.icon, `${item.command} has no icon`);
    }
  });

  it('hides from the palette what needs a row or a file', () => {
    const hidden = menus['commandPalette']!.filter(({ when }) => when === 'false').map(({ command }) => command);
    const needy = inCode(/register\('(cloudtrailTracker\.\w+)', (?:async )?\((?:node|uri): /g);
    assert.deepEqual(hidden.sort(), needy);
  });

  it('has welcome content for every state that leaves a view empty, with commands that there are', () => {
    const welcomed = (view: string) =>
      viewsWelcome
        .filter((welcome) => welcome.view === view)
        .flatMap(({ when }) => /viewState == (\w+)/.exec(when)?.[1] ?? []);
    // While a source is opened there is nothing to say yet, and when there is something to show neither.
    const empty = VIEW_STATES.filter((state) => state !== 'ready' && state !== 'opening').sort();
    for (const view of ['cloudtrailTracker.users', 'cloudtrailTracker.services']) {
      assert.deepEqual([...new Set(welcomed(view))].sort(), empty, view);
    }
    for (const { contents } of viewsWelcome) {
      assert.notEqual(textOf(contents), '', contents);
      for (const [, command = ''] of textOf(contents).matchAll(/\(command:([^)]+)\)/g)) {
        assert.ok(commandIds.includes(command), command);
      }
    }
  });

  it('leads to each command of AWS in the walkthrough, and takes what it leads to for a step that is done', () => {
    const linked = walkthroughs.flatMap(({ steps }) =>
      steps.map(({ description, completionEvents }) => {
        const found = [...textOf(description).matchAll(/\(command:([^)]+)\)/g)].map(([, command = '']) => command);
        assert.deepEqual(completionEvents.toSorted(), found.map((command) => `onCommand:${command}`).sort());
        return found;
      }),
    );
    assert.deepEqual(linked.flat().filter((command) => !commandIds.includes(command)), []); // prettier-ignore
    // What is of use once several accounts show; and what begins at a tracker that is open, whose row has it.
    const others = ['cloudtrailTracker.loadAccountNames', 'cloudtrailTracker.copyConnectionLink', 'cloudtrailTracker.removeTrigger']; // prettier-ignore
    assert.deepEqual(AWS_COMMANDS.filter((command) => !linked.flat().includes(command)), others); // prettier-ignore
  });

  it('takes names of accounts by their 12 digits, and those of a workspace only where it is trusted', () => {
    const [[pattern = ''] = []] = Object.entries(
      configuration.properties['cloudtrailTracker.accountNames']!['patternProperties'] as object,
    ) as [string, unknown][];
    const fits = (text: string) => new RegExp(pattern).test(text);
    assert.deepEqual(['111122223333', '11112222333', '1111-2222-3333', 'x111122223333'].map(fits), [true, false, false, false]); // prettier-ignore
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('cloudtrailTracker.accountNames')); // prettier-ignore
  });

  it('hides from an older tracker what it cannot do', () => {
    const rowsOf = (context: string) =>
      menus['view/item/context']!.filter(({ when = '' }) => new RegExp(`\\b${context}\\b`).test(when)).map(
        ({ command, group }) => `${command} ${group}`,
      );
    const lacking = ['cloudtrailTracker.backfillFolder', 'cloudtrailTracker.retryFailed'];
    assert.deepEqual(
      rowsOf('trackerSource').filter((row) => !rowsOf('olderTracker').includes(row)).map((row) => row.split(' ')[0]), // prettier-ignore
      lacking,
    );
    const bars = [...menus['commandPalette']!, ...menus['view/title']!];
    assert.deepEqual(
      [...new Set(bars.filter(({ when }) => when?.includes('!cloudtrailTracker.olderTracker')).map(({ command }) => command))], // prettier-ignore
      lacking,
    );
  });

  it('describes and orders every setting, and says whose it is', () => {
    for (const [id, { scope, order, default: value, description, markdownDescription }] of Object.entries(
      configuration.properties,
    )) {
      assert.ok(scope && order && (description ?? markdownDescription), id);
      assert.notEqual(value, undefined, id);
    }
  });

  it('speaks of sources and users, never of what lies behind them', () => {
    for (const text of Object.values(texts)) assert.doesNotMatch(text, /\b(backend|stack|principal)/i);
    for (const [, single, double] of code.matchAll(/l10n\.t\(\s*(?:'([^']*)'|"([^"]*)")/g)) {
      // A stack has its name where somebody has to find it in CloudFormation's console.
      const text = (single ?? double ?? '').replaceAll(/\bstack \{0\}|"?choose the stack/gi, '');
      assert.doesNotMatch(text, /\b(backend|stack|principal)/i);
    }
  });
});
