/** What the API server says of a claim that may not become what it is told. */
export const REFUSED_CLAIM =
  /The PersistentVolumeClaim "[^"]+" is invalid|only dynamically provisioned pvc can be resized|can not be less than (?:status\.capacity|previous value)/;

/** Never to delete it: the data would go with it. */
export function claimAdvice(): string {
  return (
    'a claim keeps its StorageClass; it grows only where that class has allowVolumeExpansion, and never shrinks. Go back ' +
    'to the old `storage`, or make a claim of another name and copy the data into it; deleting the claim deletes the data'
  );
}
