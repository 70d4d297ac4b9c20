import host from 'k6/internal/host';
import { File, SeekMode } from 'k6/internal/file';

function failed(name, why) {
  return Object.assign(new Error(why), { name });
}

export async function open(path) {
  if (path === undefined || path === null)
    throw new TypeError('open() failed; reason: path cannot be null or undefined');
  const name = String(path);
  if (name === '') throw new TypeError('open() failed; reason: path cannot be empty');
  if (!host.isInit())
    throw failed('ForbiddenError', 'open() failed; reason: opening a file is allowed only in the Init context');
  const full = host.filePath(name);
  const kind = host.fileKind(full);
  if (kind === 'none') throw failed('NotFoundError', `no such file or directory "${full}"`);
  if (kind === 'folder')
    throw failed('InvalidResourceError', `cannot open "${full}": opening a directory is not supported`);
  return new File(full);
}

export { SeekMode };
export default { SeekMode, open };
