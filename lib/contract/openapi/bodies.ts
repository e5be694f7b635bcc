/** A body for each call that takes one: examples of the document, and what the try-it form begins with. Each is right. */
const constants = [
  { key: "BLEND_FILE", value: "scene.blend" },
  { key: "BLEND_FORMAT", value: "PNG" },
  { key: "BLEND_CYCLES_SAMPLES", value: "64" },
];
const page = {
  maximumResults: 10,
  orderBy: "creationDate",
  orderType: "DESC",
  filter: { operator: "Like", field: "Name", value: "%shot%" },
};
const search = { filter: { operator: "Equal", field: "Tags", value: "shot-12" } };
const policies = [
  { type: "Fixed", name: "always", slotsCount: 4, enabledPeriods: [{ type: "Always", name: "always" }] },
];

const task = {
  name: "shot 12",
  profile: "blender",
  resourceBuckets: ["scene"],
  advancedRanges: "1-25",
  constants,
  tags: ["shot-12"],
};

/** Of no bytes at all. */
const SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export const BODIES: Readonly<Record<string, unknown>> = {
  "tasks.submit": task,
  "tasks.submitForced": task,
  "tasks.periodicSnapshot": { interval: 30 },
  "tasks.page": page,
  "tasks.pageSummaries": page,
  "tasks.search": search,
  "tasks.update": { tags: ["shot-12", "final"] },
  "buckets.receive": { name: "back-test", keys: ["backtest.py", "data/2024.csv"] },
  "disks.create": { description: "scenes", locked: false },
  "disks.createForced": { description: "scenes", locked: false },
  "disks.update": { description: "scenes", locked: true },
  "disks.setFile": { executable: true },
  "disks.link": [{ target: "/wood.png", linkName: "/textures/wood.png" }],
  "disks.move": [{ source: "/wood.png", dest: "/textures/oak.png" }],
  "groups.create": { name: "sequence 3", tags: ["shot-12"] },
  "groups.page": page,
  "groups.search": search,
  "pools.create": { name: "evening", profile: "blender", instanceCount: 4, constants },
  "pools.page": page,
  "pools.pageSummaries": page,
  "pools.search": search,
  "pools.update": { tags: ["evening"] },
  "pools.clone": { name: "morning" },
  "pools.setScaling": { policies },
  "pools.checkScaling": { policies },
  "uploads.begin": { name: "scene.blend", sizeBytes: 1_048_576 },
  "projects.assemble": {
    list: "01981d3e-8c00-7000-8000-000000000000",
    blendFile: "shots/scene.blend",
    name: "The film",
  },
  "contents.missing": { chunks: [SHA256] },
  "contents.pack": { sizeBytes: 1_048_576 },
  "contents.take": { chunks: [{ sha256: SHA256, sizeBytes: 131_072 }] },
  "projects.choose": { bucket: "textures", blendFile: "shots/scene.blend" },
  "quotes.start": {
    projectId: "0199c0de-0000-7000-8000-000000000000",
    settings: { blendFile: "scene.blend", frames: "1-250" },
  },
  "sceneModels.ask": {
    of: { kind: "project", projectId: "0199c0de-0000-7000-8000-000000000000", version: null },
    scene: null,
  },
  "shares.create": { title: "The trailer, first pass", note: "", allowsDownload: false },
  "shared.open": {},
  "shared.archive": { key: "the key that opening answered" },
  "jobs.retry": { frames: "failed" },
  "jobs.setCap": { credits: 400, atCap: "pause" },
  "jobs.archive": { frames: null },
  "tokens.create": { name: "render script", scope: "submit" },
  "secrets.create": { value: "swordfish" },
  "secrets.update": { value: "marlin" },
  "accounts.create": { email: "ada@example.org", grantCredits: 1000 },
  "accounts.grant": { credits: 500, note: "for the trailer" },
  "accounts.setDisabled": { isDisabled: true },
  "farm.changeSettings": { allowsScripts: true },
  "carbonSettings.set": {
    wattsPerCore: 12,
    pue: 1.1,
    gridGrams: 50,
    reference: { name: "Average datacenter" },
  },
};
