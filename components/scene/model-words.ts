/** What a scene model leaves out or simplifies, in words; pure. */
import type { ModelFacts } from "#lib/domain/scene-model.ts";

/** Shape: facts of a reduced model → ["Simplified to 70,000 of 2,100,000 triangles.", "3 shapes are shown as boxes."] */
export function leftOut(facts: ModelFacts, count: (n: number) => string): string[] {
  const frames = facts.frameEnd - facts.frameStart + 1;
  return [
    facts.trianglesShown < facts.triangles * 0.99 &&
      `Simplified to ${count(facts.trianglesShown)} of ${count(facts.triangles)} triangles.`,
    facts.boxes > 0 &&
      (facts.boxes === 1
        ? "One shape is shown as a box."
        : `${count(facts.boxes)} shapes are shown as boxes.`),
    facts.instancesLeftOut > 0 &&
      `${count(facts.instances)} of ${count(facts.instances + facts.instancesLeftOut)} instances are shown.`,
    facts.samples < frames && `Movement is taken from ${count(facts.samples)} of ${count(frames)} frames.`,
    facts.cameras.length === 0 && "The scene has no camera.",
  ].filter((text) => text !== false);
}

/** Shape: {objects: 1, instances: 138} → "1 object, 138 instances" */
export function contents({ objects, instances }: ModelFacts, count: (n: number) => string): string {
  const things = [
    [objects, "object"],
    [instances, "instance"],
  ] as const;
  return things
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${count(n)} ${word}${n === 1 ? "" : "s"}`)
    .join(", ");
}
