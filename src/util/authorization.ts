/** The word of a scheme before a token (RFC 9110 section 11.4): who writes `Bearer TOKEN` means the field as a whole. */
const scheme = /^(?:bearer|basic) +(?=\S)/i;

export const hasScheme = (token: string): boolean => scheme.test(token);

/** A token without the word of its scheme. */
export const withoutScheme = (token: string): string => token.replace(scheme, '');
