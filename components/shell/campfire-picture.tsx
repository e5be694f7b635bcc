/** A frame of the project's own sample scene, rendered on a farm like this one: the portal's only decoration. */
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

export function CampfirePicture({ className }: { className?: string }): ReactNode {
  return (
    <div aria-hidden className={cn("relative overflow-hidden bg-canvas", className)}>
      {/* One small file of the portal's own; nothing for an image service to do. */}
      {/* oxlint-disable-next-line nextjs/no-img-element */}
      <img src="/campfire.webp" alt="" className="absolute inset-0 size-full object-cover" />
    </div>
  );
}
