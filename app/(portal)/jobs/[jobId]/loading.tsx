/** While a job is fetched. */
export { JobSkeleton as default } from "#components/job/job-skeleton.tsx";
