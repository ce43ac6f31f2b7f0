/* What may be sent, judged before sending. The server judges again, by content. */

export interface FileRules {
  readonly types: readonly string[]; /* media types */
  readonly extensions: readonly string[]; /* «.csv»; for files that come without a usable type */
  readonly names: string; /* «JPG, PNG o PDF» */
  readonly maxBytes: number;
}

export const documentRules = (names: string): FileRules => ({
  types: ['image/jpeg', 'image/png', 'application/pdf'],
  extensions: ['.jpg', '.jpeg', '.png', '.pdf'],
  names,
  maxBytes: 10 * 1024 * 1024,
});

export function fileFits(file: Pick<File, 'name' | 'type' | 'size'>, rules: FileRules): boolean {
  if (file.size === 0 || file.size > rules.maxBytes) return false;
  const name = file.name.toLowerCase();
  const extension = rules.extensions.some((end) => name.endsWith(end));
  if (file.type === '') return extension;
  return rules.types.includes(file.type) || (extension && !file.type.startsWith('image/'));
}
