/** What is in a .blend, as the reader found it in the browser: shown while the file is still on its way. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { Fact } from "#components/ui/fact.tsx";
import type { BlendScene, BlendSummary } from "#lib/blend/summary.ts";
import { ENGINE_NAMES, engineOf } from "#lib/domain/render-settings.ts";
import { ExternalFiles } from "./external-files.tsx";
import { FileThumbnail } from "./file-thumbnail.tsx";

export function FileContents({ summary }: { summary: BlendSummary }): ReactNode {
  return (
    <section aria-label="What is in the file" className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4 rounded-lg border border-line bg-surface p-4 sm:p-6">
        {summary.thumbnail !== null && <FileThumbnail thumbnail={summary.thumbnail} />}
        <div className="flex min-w-56 flex-1 flex-col gap-4">
          <dl className="flex flex-wrap gap-x-6 gap-y-2">
            <Fact name="Saved by">Blender {summary.versionText}</Fact>
            {summary.scenes.length > 1 && <Fact name="Scenes">{summary.scenes.length}</Fact>}
          </dl>
          {[...summary.scenes]
            .sort((a, b) => Number(b.isActive) - Number(a.isActive))
            .slice(0, 20)
            .map((scene) => (
              <SceneFacts key={scene.name} scene={scene} isAlone={summary.scenes.length === 1} />
            ))}
        </div>
      </div>
      <ExternalFiles files={summary.externalFiles} />
    </section>
  );
}

function SceneFacts({ scene, isAlone }: { scene: BlendScene; isAlone: boolean }): ReactNode {
  const format = useFormat();
  const engine = engineOf(scene.engine);
  const step = scene.frameStep > 1 ? `, every ${format.count(scene.frameStep)}.` : "";
  const [width, height] = [scene.width, scene.height].map((side) =>
    Math.max(1, Math.floor((side * scene.percentage) / 100)),
  );
  const cameras =
    scene.markerCameras.length > 0 ? [...new Set(scene.markerCameras.map((m) => m.camera))] : [];
  return (
    <div>
      {!isAlone && (
        <h3 className="mb-1 text-sm font-semibold">
          {scene.name}
          {scene.isActive && <span className="font-normal text-ink-3"> · open in the file</span>}
        </h3>
      )}
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        <Fact name="Engine">
          {engine === "OTHER" ? scene.engine : ENGINE_NAMES[engine]}
          {scene.samples !== null &&
            ` · ${format.count(scene.samples)} sample${scene.samples === 1 ? "" : "s"}`}
        </Fact>
        <Fact name="Frames">
          {scene.frameStart} – {scene.frameEnd}
          {step}
        </Fact>
        <Fact name="Size" title={`${scene.width} × ${scene.height} at ${scene.percentage} %`}>
          {width} × {height}
        </Fact>
        <Fact name="Frames per second">{Number(scene.framesPerSecond.toFixed(3))}</Fact>
        <Fact name="Output">{scene.format}</Fact>
        <Fact name={cameras.length > 1 ? "Cameras" : "Camera"}>
          {cameras.length > 0 ? cameras.join(", ") : (scene.camera?.name ?? "none")}
        </Fact>
      </dl>
    </div>
  );
}
