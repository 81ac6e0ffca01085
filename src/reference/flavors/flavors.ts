import { type LinkBase, linksTo } from '../links.ts';

/** How much memory an instance has. */
export interface Flavor {
  readonly id: number;
  readonly name: string;
  /** In megabytes. */
  readonly ram: number;
}

const flavorOf = (id: number, ram: number): Flavor => ({
  id,
  name: ram < 1024 ? `${ram}MB Instance` : `${ram / 1024}GB Instance`,
  ram,
});

/** The flavors of the page "List flavors". */
export const flavors: readonly Flavor[] = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536].map(
  (ram, index) => flavorOf(index + 1, ram),
);

export const flavorWithId = (id: number): Flavor | undefined => flavors.find((flavor) => flavor.id === id);

/** Of instances that nobody asked for: the smallest that may be replicated (general page "Replication"). */
export const defaultFlavor: Flavor = flavorOf(2, 1024);

/** A flavor that an instance may be resized to; it may be replicated, too. */
export const otherFlavorThan = ({ id }: Flavor): Flavor => flavorOf(id === 3 ? 2 : 3, id === 3 ? 1024 : 2048);

/** As in the list of flavors, where the id is a number. */
export const flavorBody = ({ id, name, ram }: Flavor, place: LinkBase) => ({
  id,
  links: linksTo(place, `flavors/${id}`),
  name,
  ram,
});

/** As in an instance, where the id is text. */
export const flavorReference = ({ id }: Flavor, place: LinkBase) => ({
  id: String(id),
  links: linksTo(place, `flavors/${id}`),
});
