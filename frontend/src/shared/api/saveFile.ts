/* Offers a fetched file for saving, under a name without what file systems refuse. */
const REFUSED = /[\\/:*?"<>|]+/g;

export function saveFile(content: Blob, name: string) {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(REFUSED, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
