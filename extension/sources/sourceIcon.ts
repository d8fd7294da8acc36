import type { Source } from './source.ts';

/** The product icon of a source. */
export function sourceIcon(kind: Source['kind'], current: boolean): string {
  switch (kind) {
    case 'tracker':
      return 'server-environment';
    case 'bucket':
      return 'cloud-download';
    case 'history':
      return 'history';
    case 'file':
      return current ? 'folder-active' : 'file-zip';
    case 'folder':
    case 'sample':
      return current ? 'folder-active' : 'folder';
  }
}
