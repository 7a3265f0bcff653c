// SPDX-License-Identifier: Apache-2.0

export type Parameters = Record<string, string | number>;
export type Texts<C> = (key: keyof C & string, parameters?: Parameters) => string;

/** Reads a room's it.json: `{name}` in a text stands for the parameter of that name. */
export function texts<C extends Record<string, string>>(catalogue: C): Texts<C> {
  return (key, parameters = {}) =>
    (catalogue[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in parameters ? String(parameters[name]) : whole,
    );
}
