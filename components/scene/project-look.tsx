/** “Look at the scene” for a project: of the scene that is chosen, where there are several. */
"use client";
import { type ReactNode, useState } from "react";
import { SelectField } from "#components/ui/field.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { sceneOf } from "#lib/domain/blend-summary.ts";
import { SceneLook } from "./scene-look.tsx";

export function ProjectLook({ project }: { project: Project }): ReactNode {
  const scenes = project.summary?.scenes ?? [];
  const active = project.summary === null ? undefined : sceneOf(project.summary, null);
  const [scene, setScene] = useState(active?.name ?? scenes[0]?.name ?? null);
  return (
    <div className="flex flex-col gap-3">
      {scenes.length > 1 && (
        <SelectField
          label="Scene to look at"
          className="max-w-xs"
          value={scene ?? ""}
          onChange={(event) => setScene(event.target.value)}
        >
          {scenes.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <SceneLook
        key={`${project.version} ${scene}`}
        of={{ kind: "project", projectId: project.id, version: project.version }}
        scene={scene}
      />
    </div>
  );
}
