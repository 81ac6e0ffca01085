/** The fenced blocks and inline code of Markdown files. */
import MarkdownIt from 'markdown-it';

export interface Block {
  /** File and line, to find it by. */
  readonly place: string;
  /** `sh`, `yaml`, …; empty for none. */
  readonly language: string;
  readonly text: string;
  /** The text of the paragraph before, which often names the file that the block shows. */
  readonly introduction: string;
}

export interface Markdown {
  readonly blocks: readonly Block[];
  /** Code within paragraphs. */
  readonly inline: readonly { readonly place: string; readonly text: string }[];
}

export function readMarkdown(file: string, markdown: string): Markdown {
  const blocks: Block[] = [];
  const inline: { place: string; text: string }[] = [];
  let introduction = '';
  let line = 0;
  for (const token of new MarkdownIt().parse(markdown, {})) {
    // A token within a table has no line.
    line = token.map?.[0] ?? line;
    const place = `${file}:${line + 1}`;
    if (token.type === 'fence') {
      const [language = ''] = token.info.trim().split(/\s+/);
      blocks.push({ place, language, text: token.content, introduction: `${introduction} ${token.info}` });
      introduction = '';
    }
    if (token.type === 'inline') {
      introduction = token.content;
      for (const child of token.children ?? [])
        if (child.type === 'code_inline') inline.push({ place, text: child.content });
    }
  }
  return { blocks, inline };
}
