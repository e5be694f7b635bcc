/** The scenes of a .blend, each with what a render of it is. */
import type { ReactNode } from "react";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import { ENGINE_NAMES } from "#lib/domain/render-settings.ts";

export function ProjectScenes({ summary }: { summary: BlendSummary }): ReactNode {
  return (
    <section aria-labelledby="scenes" className="flex flex-col gap-2">
      <h2 id="scenes" className="text-sm font-semibold">
        Scenes
      </h2>
      <Table label="All scenes">
        <thead>
          <tr>
            <Th>Scene</Th>
            <Th>Frames</Th>
            <Th>Size</Th>
            <Th>Engine</Th>
            <Th>Cameras</Th>
          </tr>
        </thead>
        <tbody className="[&_tr:last-child_td]:border-0">
          {summary.scenes.map((scene) => (
            <tr key={scene.name}>
              <Td className="font-semibold">{scene.name}</Td>
              <Td className="figure whitespace-nowrap">
                {scene.frameStart} – {scene.frameEnd}
                {scene.frameStep > 1 && `, every ${scene.frameStep}.`}
              </Td>
              <Td className="figure whitespace-nowrap">
                {scene.width} × {scene.height}
                {scene.percentage !== 100 && ` at ${scene.percentage} %`}
              </Td>
              <Td className="whitespace-nowrap">
                {scene.engine === "OTHER" ? scene.engineName : ENGINE_NAMES[scene.engine]}
                {scene.samples !== null && `, ${scene.samples} sample${scene.samples === 1 ? "" : "s"}`}
              </Td>
              <Td className="min-w-48">{scene.cameras.join(", ") || "none"}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
