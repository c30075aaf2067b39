/** `npm run zip`: the built site as one file, for a teacher's own machine. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Zippable, zipSync } from 'fflate';

/** All files below a folder, by their path in the archive. */
function filesBelow(folder: string, top: string): Zippable {
  const files: Zippable = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[`${top}/${path.slice(folder.length + 1)}`] = readFileSync(path);
  }
  return files;
}

/** Packs a built site into a zip file whose one folder any static web server serves at its root. */
export function zipSite(folder: string, archive: string): void {
  writeFileSync(archive, zipSync(filesBelow(folder, 'passerelle'), { level: 9 }));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { folder: { type: 'string', default: 'dist' }, out: { type: 'string', default: 'passerelle.zip' } },
  });
  zipSite(values.folder, values.out);
  console.log(
    `${values.out} : décompressez-le, puis servez le dossier « passerelle » (par exemple : npx serve passerelle).`,
  );
}
