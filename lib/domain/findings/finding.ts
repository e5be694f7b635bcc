/** What a finding is: how grave, one sentence, one thing to do about it. */

/** stops: no picture would come; warns: it may not look as meant, or cost much; tells: good to know. */
export type Severity = "stops" | "warns" | "tells";

export type FindingCode =
  | "unreadable"
  | "no_scene"
  | "no_camera"
  | "no_layer"
  | "too_new"
  | "some_nodes_only"
  | "no_nodes"
  | "engine_missing"
  | "other_engine"
  | "no_denoiser"
  | "movie_format"
  | "many_samples"
  | "large_picture"
  | "scripts"
  | "not_baked"
  | "frame_step"
  | "border"
  | "percentage"
  | "backward_range"
  | "missing_files"
  | "absolute_paths"
  | "lfs_pointers"
  | "read_otherwise";

export interface Finding {
  code: FindingCode;
  severity: Severity;
  /** One sentence. */
  text: string;
  fix: string;
  /** The files that it is about, as the .blend names them. */
  paths?: string[];
}

export const finding = (code: FindingCode, severity: Severity, text: string, fix: string): Finding => ({
  code,
  severity,
  text,
  fix,
});

const ORDER: readonly Severity[] = ["stops", "warns", "tells"];

/** The gravest first. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));

/** Shape: (1, "file lies", "files lie") → "1 file lies" */
export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** Of names: all of a few, else the first and how many more. Shape: ["a", "b"] → "a and b" */
export function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
