/** While a page is fetched. */
export { RowSkeletons as default } from "#components/job/row-skeletons.tsx";
