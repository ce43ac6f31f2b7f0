/* Cuts a text/event-stream into its messages, whatever the pieces it arrives in. */

export interface Frame {
  readonly data: string | undefined; /* undefined: a comment, which only says that the line is alive */
}

export class FrameReader {
  #rest = '';

  push(text: string): Frame[] {
    this.#rest += text;
    const blocks = this.#rest.split(/\r\n\r\n|\n\n|\r\r/);
    this.#rest = blocks.pop() ?? '';
    return blocks.map(readBlock);
  }
}

function readBlock(block: string): Frame {
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    if (line.startsWith('data:')) data.push(line.slice(line.charAt(5) === ' ' ? 6 : 5));
  }
  return { data: data.length > 0 ? data.join('\n') : undefined };
}
