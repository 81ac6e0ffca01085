import { styleText } from 'node:util';

const styles = ['bold', 'dim', 'red', 'green', 'yellow'] as const;

export type Style = (typeof styles)[number];
export type Paint = (style: Style, text: string) => string;

/** Styles text for a terminal, or leaves it plain. The caller has decided; Node must not ask its own stdout. */
export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color && text !== '' ? styleText(style, text, { validateStream: false }) : text;

/** Every escape sequence that a painter writes: these and no others reach a terminal. */
export const styleSequences: ReadonlySet<string> = new Set(
  styles.flatMap((style) => painter(true)(style, '|').split('|').filter(Boolean)),
);
