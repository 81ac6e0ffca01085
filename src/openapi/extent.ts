/** How large a value is if it is written out: what is shared counts wherever it is used. */
export interface Extent {
  /** Values of all kinds. */
  readonly size: number;
  readonly depth: number;
  /** Whether a node is within itself: an alias of YAML or a reference can lead back to where it is used. */
  readonly circular: boolean;
}

/** A part of a document, and the file that its references are relative to. */
export interface Part {
  readonly node: object;
  readonly file: string;
}

/** The part that a reference object names; undefined for other nodes, and if what it names is not an object. */
export type Follow = (part: Part) => Part | undefined;

interface Frame {
  readonly part: Part;
  readonly inside: readonly Part[];
  visited: number;
  size: number;
  depth: number;
  circular: boolean;
}

/**
 * The extent of a value. Each node is visited once, although a few nodes that use one another twice can stand for more
 * values than any memory holds. A node within itself counts once. No recursion follows the depth.
 */
export function extentOf(
  root: Part,
  follow: Follow = () => undefined,
  known: WeakMap<object, Extent> = new WeakMap(),
): Extent {
  const open = new Set<object>();
  const frames: Frame[] = [];
  const enter = (part: Part) => {
    open.add(part.node);
    const frame = frameOf(part, follow);
    frames.push(frame);
    return frame;
  };
  for (
    let frame: Frame | undefined = known.has(root.node) ? undefined : enter(root);
    frame;
    frame = frames.at(-1)
  ) {
    const next = frame.inside[frame.visited];
    if (next === undefined) {
      known.set(frame.part.node, { size: frame.size, depth: frame.depth, circular: frame.circular });
      open.delete(frame.part.node);
      frames.pop();
      continue;
    }
    const extent = open.has(next.node) ? { size: 1, depth: 1, circular: true } : known.get(next.node);
    if (!extent) {
      enter(next);
      continue;
    }
    frame.visited += 1;
    frame.size += extent.size;
    frame.depth = Math.max(frame.depth, extent.depth + 1);
    frame.circular ||= extent.circular;
  }
  return known.get(root.node) ?? { size: 0, depth: 0, circular: false };
}

function frameOf(part: Part, follow: Follow): Frame {
  const values: unknown[] = Object.values(part.node);
  const inside = values.filter((value) => typeof value === 'object' && value !== null);
  const target = follow(part);
  return {
    part,
    inside: [...inside.map((node) => ({ node, file: part.file })), ...(target ? [target] : [])],
    visited: 0,
    size: 1 + values.length - inside.length,
    depth: 1,
    circular: false,
  };
}
