import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** Styles text for a terminal, or leaves it plain. The caller has decided; Node must not ask its own stdout. */
export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color && text !== '' ? styleText(style, text, { validateStream: false }) : text;
